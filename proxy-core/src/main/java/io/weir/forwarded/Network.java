package io.weir.forwarded;

import io.netty.util.NetUtil;
import io.weir.http.AddressText;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.Optional;

/** A range of IP addresses: those that share their leading bits, or a single one. Immutable. */
public final class Network {

    private static final int IPV4_BYTES = 4;
    private static final int MAPPED_BITS = 96;

    private final byte[] address;
    private final int prefixBits;

    private Network(byte[] address, int prefixBits) {
        this.address = address;
        this.prefixBits = prefixBits;
    }

    /**
     * The range that is written {@code 10.0.0.0/8}, {@code fd00::/8}, or as an address alone; nothing if {@code text} is something
     * else. Bits behind the prefix must be zero: {@code 10.1.2.3/8} may mean two things. {@code ::ffff:10.0.0.0/104} is {@code 10.0.0.0/8}.
     */
    public static Optional<Network> parse(String text) {
        int slash = text.indexOf('/');
        String start = slash < 0 ? text : text.substring(0, slash);
        Optional<InetAddress> first = AddressText.address(start);
        if (first.isEmpty()) {
            return Optional.empty();
        }
        byte[] bytes = first.get().getAddress();
        int mappedBits = bytes.length == IPV4_BYTES && start.indexOf(':') >= 0 ? MAPPED_BITS : 0;
        int bits = slash < 0
                ? bytes.length * Byte.SIZE
                : prefixBits(text.substring(slash + 1), bytes.length * Byte.SIZE + mappedBits) - mappedBits;
        return bits >= 0 && isZeroFrom(bytes, bits) ? Optional.of(new Network(bytes, bits)) : Optional.empty();
    }

    private static int prefixBits(String text, int most) {
        boolean isNumber = text.matches("\\d{1,3}");
        int bits = isNumber ? Integer.parseInt(text) : -1;
        return bits <= most ? bits : -1;
    }

    private static boolean isZeroFrom(byte[] bytes, int bit) {
        for (int i = bit; i < bytes.length * Byte.SIZE; i++) {
            if (bit(bytes, i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static int bit(byte[] bytes, int index) {
        return bytes[index / Byte.SIZE] >> (Byte.SIZE - 1 - index % Byte.SIZE) & 1;
    }

    /** Whether the address with these bytes, which are borrowed, is in the range. IPv4 addresses are in ranges of IPv4 only. */
    boolean contains(byte[] other) {
        if (other.length != address.length) {
            return false;
        }
        int whole = prefixBits / Byte.SIZE;
        if (!Arrays.equals(address, 0, whole, other, 0, whole)) {
            return false;
        }
        int rest = prefixBits % Byte.SIZE;
        return rest == 0 || ((address[whole] ^ other[whole]) & 0xFF) >> (Byte.SIZE - rest) == 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Network network
                && prefixBits == network.prefixBits
                && Arrays.equals(address, network.address);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(address) + prefixBits;
    }

    /** As it is written in a configuration. */
    @Override
    public String toString() {
        return NetUtil.bytesToIpAddress(address) + "/" + prefixBits;
    }
}
