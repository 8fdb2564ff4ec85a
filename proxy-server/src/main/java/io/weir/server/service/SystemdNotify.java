package io.weir.server.service;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Sends a message to the socket of {@code NOTIFY_SOCKET} by the program {@code systemd-notify}, since the JDK has no datagram sockets of that kind. */
final class SystemdNotify implements NoticeQueue.Sender {

    // The program itself waits up to five seconds until systemd has read the message.
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final String program;

    /** Sends by {@code program}, a path or a name to be looked for in the PATH. */
    SystemdNotify(String program) {
        this.program = program;
    }

    @Override
    public Optional<String> send(List<String> assignments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(assignments);
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.DISCARD)
                    .start();
            return failure(process);
        } catch (IOException notStarted) {
            return Optional.of(String.valueOf(notStarted.getMessage()));
        }
    }

    private Optional<String> failure(Process process) throws InterruptedException {
        try {
            if (!process.waitFor(LONGEST.toNanos(), TimeUnit.NANOSECONDS)) {
                return Optional.of(program + " has not ended after " + LONGEST.toSeconds() + "s");
            }
            return process.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of(program + " has ended with exit code " + process.exitValue());
        } finally {
            process.destroyForcibly();
        }
    }
}
