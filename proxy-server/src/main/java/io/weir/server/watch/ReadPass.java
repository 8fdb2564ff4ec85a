package io.weir.server.watch;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;

/** One pass over a set of files, within the limits of the set. Confined to one thread. */
final class ReadPass {
    /*
     * Times, sizes and inode numbers are not compared: mtime is unreliable on some volumes (linkerd2 #1061), and inode numbers are used again.
     * The size is asked for only to pass over a file that is too large, and whether it is a regular file, because opening a pipe waits for its
     * writer. A pipe that replaces the file between the question and the opening holds the thread until it is written to.
     */

    private static final int CHUNK_BYTES = 16 * 1024;

    private final ReadLimits limits;
    private final MessageDigest digest = Fingerprint.sha256();
    private final byte[] chunk = new byte[CHUNK_BYTES];
    private long left;

    ReadPass(ReadLimits limits) {
        this.limits = limits;
        left = limits.totalBytes();
    }

    /** A state, and for people what there is to say of it. */
    record Result(FileState state, String detail) {}

    /** Reads a path to its end, or to a limit, and copies what it reads. */
    Result read(Path path, OutputStream copy) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (!attributes.isRegularFile()) {
                return failed(Obstacle.NOT_A_FILE, "");
            }
            if (attributes.size() > limits.fileBytes()) {
                return failed(Obstacle.TOO_LARGE, attributes.size() + " bytes");
            }
            try (InputStream in = Files.newInputStream(path)) {
                return content(in, copy);
            }
        } catch (NoSuchFileException missing) {
            return failed(Obstacle.MISSING, "");
        } catch (AccessDeniedException denied) {
            return failed(Obstacle.DENIED, "");
        } catch (IOException unreadable) {
            return failed(Obstacle.UNREADABLE, String.valueOf(unreadable.getMessage()));
        }
    }

    private Result content(InputStream in, OutputStream copy) throws IOException {
        digest.reset();
        long bytes = 0;
        for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
            bytes += count;
            left -= count;
            // A file may grow while it is read, and some have no size.
            if (bytes > limits.fileBytes()) {
                return failed(Obstacle.TOO_LARGE, "more than " + limits.fileBytes() + " bytes");
            }
            if (left < 0) {
                left = 0;
                return failed(Obstacle.TOTAL_TOO_LARGE, "more than " + limits.totalBytes() + " bytes in all files");
            }
            digest.update(chunk, 0, count);
            copy.write(chunk, 0, count);
        }
        return new Result(new FileState.Content(Fingerprint.of(digest.digest())), "");
    }

    private static Result failed(Obstacle obstacle, String detail) {
        return new Result(new FileState.Unavailable(obstacle), detail);
    }
}
