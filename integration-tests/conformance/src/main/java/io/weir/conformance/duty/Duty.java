package io.weir.conformance.duty;

import java.io.IOException;

/**
 * Something that a proxy has to do.
 *
 * @param source the section that says so
 */
public record Duty(String group, String name, String source, Check check) {

    /** Plays one exchange or more, and looks at what came of it. */
    @FunctionalInterface
    interface Check {
        void run(Stage stage) throws IOException, InterruptedException, BrokenException;
    }

    /** The duty was not done; the message says what came instead. */
    static final class BrokenException extends Exception {
        BrokenException(String what) {
            super(what, null, false, false);
        }
    }

    /** What is wrong; empty if nothing is. */
    public String broken(Stage stage) throws InterruptedException {
        try {
            stage.clear();
            check.run(stage);
            return "";
        } catch (BrokenException | IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
