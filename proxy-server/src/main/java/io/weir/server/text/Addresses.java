package io.weir.server.text;

import io.weir.http.AddressText;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Socket addresses as people write them. */
public final class Addresses {

    private Addresses() {}

    /** {@code 10.0.0.1:80}, {@code [::1]:80}, {@code shop.test:80}, or {@code *:80} for every address of the machine. */
    public static String text(InetSocketAddress address) {
        return AddressText.of(address);
    }

    /** The URL under which a server at that address can be reached from this machine. */
    public static String localUrl(InetSocketAddress address) {
        InetAddress resolved = address.getAddress();
        boolean isEverywhere = resolved != null && resolved.isAnyLocalAddress();
        return "http://" + (isEverywhere ? "127.0.0.1:" + address.getPort() : text(address));
    }
}
