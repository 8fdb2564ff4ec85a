package io.weir.conformance.wire;

import io.weir.conformance.wire.Reading.End;
import io.weir.conformance.wire.Scanner.AmbiguousException;
import io.weir.conformance.wire.Scanner.CutException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a stream of requests, and takes nothing that another server could read in another way (RFC 9112). */
public final class StrictRequests {

    // RFC 3986, and what browsers send beside it. No fragment: some servers cut it off and some do not.
    private static final String TARGET = "[!\"$-~]+";
    private static final Pattern LINE =
            Pattern.compile("(" + Scanner.TOKEN + ") (" + TARGET + ") HTTP/1\\.([01])\\r\\n");
    private static final Pattern HOST =
            Pattern.compile("(?:[A-Za-z0-9\\-._~!$&'()*+,;=%]*|\\[[0-9A-Fa-f:.]+\\])(?::[0-9]{0,5})?");
    private static final Pattern ABSOLUTE = Pattern.compile("https?://([^/?]+)(?:[/?].*)?", Pattern.CASE_INSENSITIVE);

    private StrictRequests() {}

    /** The requests from {@code from} on. */
    public static Reading read(String stream, int from) {
        List<Message> requests = new ArrayList<>();
        Scanner scanner = new Scanner(stream, from);
        try {
            while (scanner.position() < stream.length()) {
                requests.add(request(scanner));
            }
            return new Reading(requests, End.WHOLE, "");
        } catch (CutException e) {
            return new Reading(requests, End.CUT, "");
        } catch (AmbiguousException e) {
            return new Reading(requests, End.AMBIGUOUS, String.valueOf(e.getMessage()));
        }
    }

    private static Message request(Scanner scanner) throws CutException, AmbiguousException {
        int start = scanner.position();
        Matcher line = scanner.take(LINE, "request line");
        List<Field> fields = scanner.fields();
        boolean http10 = line.group(3).equals("0");
        checkHost(line.group(1), line.group(2), fields, http10);
        FramingFields framing = FramingFields.of(fields, http10);
        String body = "";
        List<Field> trailers = List.of();
        if (framing.chunked()) {
            body = scanner.chunks();
            trailers = scanner.fields();
            FramingFields.refuseInTrailers(trailers);
        } else if (framing.length() > 0) {
            body = scanner.count(framing.length());
        }
        return new Message(line.group().strip(), fields, body, trailers, scanner.since(start));
    }

    private static void checkHost(String method, String target, List<Field> fields, boolean http10)
            throws AmbiguousException {
        List<String> hosts = fields.stream()
                .filter(field -> field.is("Host"))
                .map(Field::value)
                .toList();
        FramingFields.check(hosts.size() == 1 || (http10 && hosts.isEmpty()), hosts.size() + " Host fields");
        String host = hosts.isEmpty() ? "" : hosts.get(0);
        FramingFields.check(HOST.matcher(host).matches(), "Host: " + host);
        Matcher absolute = ABSOLUTE.matcher(target);
        boolean known = target.startsWith("/")
                || (target.equals("*") && method.equals("OPTIONS"))
                || (method.equals("CONNECT") && target.startsWith(host))
                || (absolute.matches() && absolute.group(1).equalsIgnoreCase(host));
        FramingFields.check(known, "target " + target + " with Host: " + host);
    }
}
