package io.weir.versus.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ThreadQuotaTest {

    @TempDir
    private Path tasks;

    @Test
    void threads_are_found_by_the_beginning_of_their_names() throws IOException {
        thread("11", "weir-loop-1-1");
        thread("12", "weir-loop-1-2");
        thread("13", "weir-admin-3-1");

        assertThat(ThreadQuota.named(tasks, "weir-loop"))
                .extracting(Path::getFileName)
                .map(Path::toString)
                .containsExactlyInAnyOrder("11", "12");
        assertThat(ThreadQuota.named(tasks, "netty")).isEmpty();
    }

    private void thread(String id, String name) throws IOException {
        Files.writeString(Files.createDirectory(tasks.resolve(id)).resolve("comm"), name + "\n");
    }
}
