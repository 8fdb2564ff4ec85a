package io.weir.server.watch;

/**
 * How much is read.
 *
 * @param fileBytes most bytes of one file, at least 1
 * @param totalBytes most bytes of all files of a set together, at least {@code fileBytes}
 */
public record ReadLimits(int fileBytes, long totalBytes) {

    public ReadLimits {
        if (fileBytes < 1) {
            throw new IllegalArgumentException("fileBytes: " + fileBytes + " (expected: >= 1)");
        }
        if (totalBytes < fileBytes) {
            throw new IllegalArgumentException("totalBytes: " + totalBytes + " (expected: >= " + fileBytes + ")");
        }
    }
}
