package io.weir.route;

import java.nio.ByteBuffer;

/** The host of a request, as a route wants it: a name, all below a domain, or any. */
record HostMatch(String name, boolean anyBelow) {

    /** {@code shop.test}, {@code *.shop.test}, or the empty text for any host. */
    static HostMatch of(String host) {
        boolean anyBelow = host.startsWith("*");
        return new HostMatch(anyBelow ? host.substring(1) : host, anyBelow);
    }

    /** Whether the bytes, up to what {@link #endOfHost} says, are such a host. */
    boolean matches(ByteBuffer bytes, int start, int end) {
        if (name.isEmpty()) {
            return true;
        }
        boolean longEnough = anyBelow ? end - start > name.length() : end - start == name.length();
        return longEnough && Latin1.equalsIgnoringCase(name, bytes, end - name.length(), end);
    }

    /** The end of the host in an authority: without the port, and without the dot that ends a fully qualified name. */
    static int endOfHost(ByteBuffer bytes, int start, int end) {
        int hostEnd = end;
        for (int i = end - 1; i >= start && bytes.get(i) != ']'; i--) {
            if (bytes.get(i) == ':') {
                hostEnd = i;
                break;
            }
        }
        return hostEnd > start && bytes.get(hostEnd - 1) == '.' ? hostEnd - 1 : hostEnd;
    }
}
