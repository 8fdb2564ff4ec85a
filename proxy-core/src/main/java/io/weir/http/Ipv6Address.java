package io.weir.http;

import java.nio.ByteBuffer;

/**
 * IPv6address (RFC 3986 section 3.2.2): eight groups, or fewer and one {@code ::}, the last two perhaps as an IPv4
 * address.
 */
final class Ipv6Address {

    private static final int GROUPS = 8;
    private static final int GROUPS_IN_IPV4 = 2;
    private static final int DIGITS = 4;
    private static final int OCTETS = 4;

    private Ipv6Address() {}

    static boolean isValid(ByteBuffer bytes, int start, int end) {
        boolean gap = isGap(bytes, start, end);
        int at = gap ? start + 2 : start;
        int groups = 0;
        while (at < end) {
            int groupEnd = groupEnd(bytes, at, end);
            if (groupEnd < end && bytes.get(groupEnd) == '.') {
                return isIpv4(bytes, at, end) && isFull(groups + GROUPS_IN_IPV4, gap);
            }
            if (groupEnd == at || groupEnd + 1 == end || (groupEnd < end && bytes.get(groupEnd) != ':')) {
                return false;
            }
            groups++;
            at = Math.min(groupEnd + 1, end);
            if (isGap(bytes, groupEnd, end)) {
                if (gap) {
                    return false;
                }
                gap = true;
                at = groupEnd + 2;
            }
        }
        return isFull(groups, gap);
    }

    private static boolean isFull(int groups, boolean gap) {
        return gap ? groups < GROUPS : groups == GROUPS;
    }

    private static boolean isGap(ByteBuffer bytes, int at, int end) {
        return at + 1 < end && bytes.get(at) == ':' && bytes.get(at + 1) == ':';
    }

    private static int groupEnd(ByteBuffer bytes, int from, int end) {
        int at = from;
        while (at < end && at < from + DIGITS && Ascii.hex(bytes.get(at)) >= 0) {
            at++;
        }
        return at;
    }

    private static boolean isIpv4(ByteBuffer bytes, int start, int end) {
        int at = start;
        for (int octet = 1; octet <= OCTETS; octet++) {
            int octetEnd = at;
            while (octetEnd < end && Ascii.isDigit(bytes.get(octetEnd))) {
                octetEnd++;
            }
            if (!isOctet(bytes, at, octetEnd) || (octetEnd == end) != (octet == OCTETS)) {
                return false;
            }
            if (octetEnd < end && bytes.get(octetEnd) != '.') {
                return false;
            }
            at = octetEnd + 1;
        }
        return true;
    }

    private static boolean isOctet(ByteBuffer bytes, int start, int end) {
        long value = end - start > 3 ? -1 : Ascii.decimal(bytes, start, end);
        return value >= 0 && value <= 255 && (end - start == 1 || bytes.get(start) != '0');
    }
}
