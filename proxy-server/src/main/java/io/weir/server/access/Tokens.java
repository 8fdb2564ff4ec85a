package io.weir.server.access;

import java.util.Optional;

/**
 * The tokens of the admin listener.
 *
 * @param read the token whose bearer may see every page; empty if there is none
 * @param write the token whose bearer may see every page and write; empty if there is none
 */
public record Tokens(Optional<Token> read, Optional<Token> write) {

    /** No token: nobody has a role. */
    public static final Tokens NONE = new Tokens(Optional.empty(), Optional.empty());

    /** The role of a caller that presents this text; empty if it is no token of these. */
    public Optional<Role> roleOf(String presented) {
        byte[] digest = Token.digest(presented);
        // Both are compared in every case: which of them fails first must not show in the time.
        boolean isRead = read.map(token -> token.has(digest)).orElse(false);
        boolean isWrite = write.map(token -> token.has(digest)).orElse(false);
        if (isWrite) {
            return Optional.of(Role.WRITE);
        }
        return isRead ? Optional.of(Role.READ) : Optional.empty();
    }
}
