package io.weir.server.launch;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks a running Weir whether it is ready, as {@code HEALTHCHECK} of a container does. Uses nothing but the JDK: it has to be quick. */
public final class HealthProbe {

    /** Where the admin listener is, unless somebody says otherwise. */
    public static final String DEFAULT_ADDRESS = "127.0.0.1:9901";

    /** The variable of the environment that says otherwise. */
    public static final String VARIABLE = "WEIR_ADMIN_BIND";

    private static final int LONGEST_MILLIS = 3000;
    private static final int MOST_BYTES = 4096;
    private static final String READY = "200";
    private static final Pattern RESPONSE =
            Pattern.compile("HTTP/1\\.[01] (\\d{3}).*?\\r\\n\\r\\n([^\\r\\n]*).*", Pattern.DOTALL);

    private HealthProbe() {}

    /** Whether {@link #ask} can ask there, as far as the text tells. */
    public static boolean isAddress(String address) {
        return AdminAddress.is(address);
    }

    /**
     * Asks once, and waits up to 3 s.
     *
     * @param address of the admin listener: {@code host:port}, {@code [::1]:port}, or {@code :port} for this machine
     */
    public static Result ask(String address) {
        if (!AdminAddress.is(address)) {
            return new Result(false, address + " (expected: an address such as " + DEFAULT_ADDRESS + ")");
        }
        try {
            return read(exchange(AdminAddress.of(address).resolve()));
        } catch (IOException | IllegalArgumentException failed) {
            return new Result(false, address + ": " + failed.getMessage());
        }
    }

    private static String exchange(InetSocketAddress server) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, LONGEST_MILLIS);
            socket.setSoTimeout(LONGEST_MILLIS);
            socket.getOutputStream().write("GET /health/ready HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(MOST_BYTES), StandardCharsets.US_ASCII);
        }
    }

    private static Result read(String response) {
        Matcher parts = RESPONSE.matcher(response);
        return parts.matches()
                ? new Result(parts.group(1).equals(READY), parts.group(2))
                : new Result(false, "no answer that is HTTP");
    }

    /**
     * What came of it.
     *
     * @param ready whether clients should be sent there
     * @param said the answer, or why there is none
     */
    public record Result(boolean ready, String said) {}
}
