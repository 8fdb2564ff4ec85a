package io.weir.http1;

import io.weir.http.Head;
import java.nio.ByteBuffer;

/** Undoes, for a head that is kept, what {@code NormalPath} does to its bytes: the head can be parsed again, with the same result. */
final class RestoredPath {

    private RestoredPath() {}

    /** Where the head will begin once it is restored. */
    static int start(Head request) {
        return request.start() + request.pathGap();
    }

    /**
     * Closes the gap that may be before the path: what stands before it moves. Borrows the bytes.
     *
     * @return where the head begins
     */
    static int restore(ByteBuffer bytes, Head request) {
        int gap = request.pathGap();
        if (gap > 0) {
            int start = request.start();
            bytes.put(start + gap, bytes, start, request.pathStart() - gap - start);
        } else if (request.hasTargetAuthority() && bytes.get(request.authorityStart() - 2) == ':') {
            emptyAgain(bytes, request);
        }
        return start(request);
    }

    // The authority moves back to where it was, over the byte that stands for the empty path.
    private static void emptyAgain(ByteBuffer bytes, Head request) {
        int authority = request.authorityStart();
        bytes.put(authority + 1, bytes, authority, request.authorityEnd() - authority);
        bytes.put(authority, (byte) '/');
    }
}
