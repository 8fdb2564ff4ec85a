package io.weir.conformance.wire;

import io.weir.conformance.wire.Reading.End;
import io.weir.conformance.wire.Scanner.AmbiguousException;
import io.weir.conformance.wire.Scanner.CutException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads the responses to known requests, and takes nothing that another client could read in another way. */
public final class StrictResponses {

    // RFC 9110 15: a status from 600 to 999 is invalid, and read as a final one by every client.
    private static final Pattern LINE = Pattern.compile("HTTP/1\\.[01] [1-9][0-9]{2} [\\t -~\\x80-\\xff]*\\r\\n");

    private StrictResponses() {}

    /**
     * The responses, interim ones among them, to requests with these methods. Bytes behind the last are ambiguous.
     *
     * @param ended whether the stream has ended, as the end of a body without length
     */
    public static Reading read(String stream, List<String> methods, boolean ended) {
        List<Message> responses = new ArrayList<>();
        Scanner scanner = new Scanner(stream, 0);
        int answered = 0;
        try {
            while (scanner.position() < stream.length()) {
                FramingFields.check(answered < methods.size(), "bytes behind the last response");
                Message response = response(scanner, methods.get(answered), ended);
                responses.add(response);
                answered += response.isInterim() && response.status() != 101 ? 0 : 1;
            }
            return new Reading(responses, answered == methods.size() ? End.WHOLE : End.CUT, "");
        } catch (CutException e) {
            return new Reading(responses, End.CUT, "");
        } catch (AmbiguousException e) {
            return new Reading(responses, End.AMBIGUOUS, String.valueOf(e.getMessage()));
        }
    }

    private static Message response(Scanner scanner, String method, boolean ended)
            throws CutException, AmbiguousException {
        int start = scanner.position();
        String line = scanner.take(LINE, "status line").group();
        List<Field> fields = scanner.fields();
        FramingFields framing = FramingFields.of(fields, line.startsWith("HTTP/1.0"));
        int status = Integer.parseInt(line.substring(9, 12));
        String body = "";
        List<Field> trailers = List.of();
        if (hasBody(method, status)) {
            if (framing.chunked()) {
                body = scanner.chunks();
                trailers = scanner.fields();
                FramingFields.refuseInTrailers(trailers);
            } else if (framing.length() >= 0) {
                body = scanner.count(framing.length());
            } else if (status != 101) {
                body = scanner.rest();
                if (!ended) {
                    throw new CutException();
                }
            }
        } else {
            boolean declares = framing.chunked() || framing.length() >= 0;
            FramingFields.check(!declares || (status >= 200 && status != 204), "framing fields in a " + status);
        }
        String startLine = line.substring(0, line.length() - 2);
        return new Message(startLine, fields, body, trailers, scanner.since(start));
    }

    private static boolean hasBody(String method, int status) {
        return !method.equals("HEAD") && status >= 200 && status != 204 && status != 304;
    }
}
