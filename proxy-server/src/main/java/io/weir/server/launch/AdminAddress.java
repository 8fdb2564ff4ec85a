package io.weir.server.launch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An address of an admin listener as people write it: {@code host:port}, {@code [::1]:port}, the URL of it, or a port, perhaps behind {@code :},
 * for this machine. It is read from the variable that also gives {@code weir.admin.bind}, so each form of that is known here. There is no TLS to the
 * admin listener, hence no URL of https.
 *
 * @param host the name or address
 * @param port the number; perhaps more than there are
 */
record AdminAddress(String host, int port) {

    private static final Pattern ADDRESS = Pattern.compile("(?:(?i:http)://)?(?:([^/]*):)?(\\d{1,5})/?");

    /** Whether the text is of that form. */
    static boolean is(String text) {
        return ADDRESS.matcher(text).matches();
    }

    /**
     * Reads a text.
     *
     * @throws IllegalArgumentException if it is not of that form
     */
    static AdminAddress of(String text) {
        Matcher parts = ADDRESS.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException("address: " + text + " (expected: host:port)");
        }
        String host = parts.group(1) == null ? "" : parts.group(1);
        boolean isHere = host.isEmpty() || host.equals("*") || host.equals("0.0.0.0") || host.equals("[::]");
        return new AdminAddress(isHere ? "127.0.0.1" : host, Integer.parseInt(parts.group(2)));
    }

    /**
     * Where to connect.
     *
     * @throws IOException if the name does not resolve
     * @throws IllegalArgumentException if there is no such port
     */
    InetSocketAddress resolve() throws IOException {
        InetSocketAddress resolved = new InetSocketAddress(host, port);
        if (resolved.isUnresolved()) {
            throw new IOException("the name does not resolve");
        }
        return resolved;
    }
}
