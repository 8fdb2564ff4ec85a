package io.weir.server.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;

/** What was found in the file of a token. No message has anything of its text. */
public sealed interface TokenFile {

    /** What such a file is, for people. */
    String EXPECTED = "a readable file with one token of " + Token.LEAST + " to " + Token.MOST
            + " visible ASCII characters, such as the output of: openssl rand -hex 32";

    /**
     * A token.
     *
     * @param others whether every user of the machine may read the file
     */
    record Found(Token token, Others others) implements TokenFile {}

    /** No token, and why. */
    record Unusable(String why) implements TokenFile {}

    /** Whether users beside owner and group may read a file. */
    enum Others {
        MAY_READ,
        MAY_NOT_READ
    }

    /** Reads the token in a file; whitespace around it does not count. Never blocks in a pipe: only regular files are opened. */
    static TokenFile read(Path file) {
        try {
            if (Files.exists(file) && !Files.isRegularFile(file)) {
                return new Unusable(file + " is no regular file");
            }
            return new Found(Token.of(text(file)), others(file));
        } catch (IllegalArgumentException noToken) {
            return new Unusable(file + " holds no token: " + noToken.getMessage());
        } catch (NoSuchFileException missing) {
            return new Unusable("there is no " + file);
        } catch (AccessDeniedException denied) {
            return new Unusable("this user may not read " + file + " (permission denied)");
        } catch (IOException unreadable) {
            return new Unusable(file + " cannot be read: " + unreadable.getMessage());
        }
    }

    private static String text(Path file) throws IOException {
        // A file that is much too long is read as one that is too long, and not to its end.
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(4 * Token.MOST), StandardCharsets.ISO_8859_1).strip();
        }
    }

    private static Others others(Path file) throws IOException {
        try {
            return Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)
                    ? Others.MAY_READ
                    : Others.MAY_NOT_READ;
        } catch (UnsupportedOperationException notPosix) {
            return Others.MAY_NOT_READ;
        }
    }
}
