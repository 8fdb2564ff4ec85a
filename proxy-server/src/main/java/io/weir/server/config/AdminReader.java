package io.weir.server.config;

import io.weir.server.access.Token;
import io.weir.server.access.TokenFile;
import io.weir.server.access.Tokens;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what the admin listener is told beside its address. What is wrong is noted, and left out. */
final class AdminReader {

    private final Section section;
    private final Section tokens;

    private final TokenFiles files;

    /** Reads the block {@code weir.admin}. */
    AdminReader(Section section, TokenFiles files) {
        this.files = files;
        this.section = section;
        this.tokens = section.section("tokens");
    }

    /** The settings; {@code shown} is what {@code /config} is to show. */
    AdminSettings read(ShownConfig shown) {
        Tokens known = tokens();
        Set<AdminSettings.Open> open = open();
        if (section.has(AdminKeys.OPEN) && !isGiven(AdminKeys.TOKEN_READ)) {
            section.warn(
                    AdminKeys.OPEN,
                    "without effect",
                    "weir.admin.tokens.read as well, without which every page is open");
        }
        return new AdminSettings(section.value(AdminKeys.HOSTS), section.value(AdminKeys.SOCKET), known, open, shown);
    }

    private boolean isGiven(Key<String> key) {
        return !tokens.value(key).equals(AdminKeys.OFF);
    }

    private Tokens tokens() {
        Optional<Token> read = token(AdminKeys.TOKEN_READ);
        Optional<Token> write = token(AdminKeys.TOKEN_WRITE);
        if (read.isPresent() && write.isPresent() && read.get().isSameAs(write.get())) {
            // Otherwise whoever may read could write.
            tokens.refuse(AdminKeys.TOKEN_WRITE, "a file with another token than that of weir.admin.tokens.read");
        }
        return new Tokens(read, write);
    }

    private Optional<Token> token(Key<String> key) {
        String text = tokens.value(key);
        if (text.equals(AdminKeys.OFF)) {
            return Optional.empty();
        }
        Optional<Path> path = absolute(text);
        if (path.isEmpty()) {
            tokens.refuse(
                    key.name(),
                    "no absolute path (not shown, since it may be the token)",
                    key.type().expected());
            return Optional.empty();
        }
        return files.read(path.get()).flatMap(file -> token(key, text, file));
    }

    private Optional<Token> token(Key<String> key, String text, TokenFile file) {
        if (file instanceof TokenFile.Found found) {
            if (found.others() == TokenFile.Others.MAY_READ) {
                tokens.warn(
                        key,
                        text + " can be read by every user of this machine",
                        "a file that only the user of Weir may read: chmod 600 " + text);
            }
            return Optional.of(found.token());
        }
        tokens.refuse(key.name(), ((TokenFile.Unusable) file).why(), TokenFile.EXPECTED);
        return Optional.empty();
    }

    private static Optional<Path> absolute(String text) {
        try {
            return text.startsWith("/") ? Optional.of(Path.of(text)) : Optional.empty();
        } catch (InvalidPathException noPath) {
            return Optional.empty();
        }
    }

    private Set<AdminSettings.Open> open() {
        List<String> words = section.value(AdminKeys.OPEN);
        Set<AdminSettings.Open> open = EnumSet.noneOf(AdminSettings.Open.class);
        for (String word : words) {
            if (AdminKeys.OPEN_WORDS.contains(word)) {
                open.add(AdminSettings.Open.valueOf(word.toUpperCase(Locale.ROOT)));
            } else {
                section.refuseWord(AdminKeys.OPEN, word, AdminKeys.OPEN_WORDS);
            }
        }
        return open;
    }
}
