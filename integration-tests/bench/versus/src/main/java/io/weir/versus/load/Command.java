package io.weir.versus.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that ends by itself, and what it prints. */
public final class Command {

    private Command() {}

    /**
     * Runs it to its end.
     *
     * @param longest after which it is killed
     * @throws IOException when it is killed, or its exit code is not 0
     */
    public static String run(List<String> command, Duration longest) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread killer = new Thread(() -> killAfter(process, longest), "kill " + command.get(0));
        killer.setDaemon(true);
        killer.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + ": exit code " + code + ": " + output.strip());
        }
        return output;
    }

    private static void killAfter(Process process, Duration longest) {
        try {
            if (!process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
