package io.weir.server.demo;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** Shows a line that changes: in its place on a terminal, one below the other in a file. */
final class Screen {

    private static final String BACK_AND_CLEAR = "\r\033[K";
    private static final String CUT_OFF = "\033[?7l";
    private static final String WRAP = "\033[?7h";

    private final PrintWriter out;
    private final boolean isTerminal;

    private Screen(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    /** A screen on standard output, whatever that is. */
    static Screen detect(PrintWriter out) {
        return new Screen(out, isTerminal());
    }

    /** A screen that is a file. */
    static Screen file(PrintWriter out) {
        return new Screen(out, false);
    }

    /** How often a new line is worth showing. */
    long updatesPerSecond() {
        return isTerminal ? 5 : 1;
    }

    /** Shows a line that the next one replaces. */
    void show(String line) {
        if (isTerminal) {
            out.print(BACK_AND_CLEAR + CUT_OFF + line + WRAP);
        } else {
            out.println(line);
        }
        out.flush();
    }

    /** Prints a line that stays. */
    void print(String line) {
        out.println(isTerminal ? BACK_AND_CLEAR + line : line);
        out.flush();
    }

    /**
     * Asked of the kernel, because {@code System.console()} also wants standard input to be a terminal and has changed its mind
     * about what it returns from one JDK to the next.
     */
    private static boolean isTerminal() {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return (target.startsWith("/dev/pts/") || target.startsWith("/dev/tty"))
                    && !"dumb".equals(System.getenv("TERM"));
        } catch (IOException | UnsupportedOperationException notLinux) {
            return false;
        }
    }
}
