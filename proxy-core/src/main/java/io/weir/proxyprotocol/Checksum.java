package io.weir.proxyprotocol;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC32c of a binary header, which stands in one of the TLVs behind its addresses (HAProxy's {@code proxy-protocol.txt}, sections 2.2
 * and 2.2.3). The header is at most {@link ProxyHeaderParser#MAX_BYTES} long, so it is summed in one go, once.
 */
final class Checksum {

    private static final int TYPE = 0x03;
    private static final int BYTES = 4;
    private static final int TLV_HEADER_BYTES = 3;
    private static final int ABSENT = -1;
    private static final int WRONG = -2;

    private Checksum() {}

    /**
     * Whether the TLVs in {@code [tlvs, to)} of the header that begins at {@code from} are whole, and what one of them says the checksum is,
     * if one does, is the checksum of the header. Borrows the bytes.
     */
    static boolean isRight(ByteBuffer bytes, int from, int tlvs, int to) {
        int at = find(bytes, tlvs, to);
        return at == ABSENT || (at >= 0 && bytes.getInt(at) == (int) sum(bytes, from, at, to));
    }

    /** Where the checksum stands; ABSENT, or WRONG where the TLVs do not end with the header or have more than one checksum. */
    private static int find(ByteBuffer bytes, int tlvs, int to) {
        int found = ABSENT;
        int at = tlvs;
        while (at < to) {
            int value = at + TLV_HEADER_BYTES;
            int length = value <= to ? bytes.getShort(at + 1) & 0xFFFF : 0;
            boolean isChecksum = bytes.get(at) == TYPE;
            if (value + length > to || (isChecksum && (found >= 0 || length != BYTES))) {
                return WRONG;
            }
            found = isChecksum ? value : found;
            at = value + length;
        }
        return found;
    }

    // The checksum counts as zero in its own sum.
    private static long sum(ByteBuffer bytes, int from, int checksum, int to) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(from, checksum - from));
        crc.update(new byte[BYTES]);
        crc.update(bytes.slice(checksum + BYTES, to - checksum - BYTES));
        return crc.getValue();
    }
}
