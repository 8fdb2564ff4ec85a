package io.weir.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a program in the place of systemd-notify. */
final class SystemdNotifyTest {

    @TempDir
    Path directory;

    private SystemdNotify program(String... lines) throws IOException {
        Path script = directory.resolve("systemd-notify");
        Files.writeString(script, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new SystemdNotify(script.toString());
    }

    @Test
    void each_assignment_is_one_argument() throws Exception {
        Path told = directory.resolve("told");
        SystemdNotify notify = program("printf '%s\\n' \"$@\" > " + told);
        assertThat(notify.send(List.of("READY=1", "STATUS=Serving configuration 1")))
                .isEmpty();
        assertThat(Files.readAllLines(told)).containsExactly("READY=1", "STATUS=Serving configuration 1");
    }

    @Test
    void a_program_that_is_not_there_or_fails_is_a_reason_and_no_exception() throws Exception {
        String missing = directory.resolve("missing").toString();
        assertThat(new SystemdNotify(missing).send(List.of("READY=1")))
                .hasValueSatisfying(why -> assertThat(why).contains(missing));
        assertThat(program("echo words; echo more >&2; exit 3").send(List.of("READY=1")))
                .hasValueSatisfying(why -> assertThat(why).contains("exit code 3"));
    }
}
