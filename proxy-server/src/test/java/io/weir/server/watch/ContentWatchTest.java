package io.weir.server.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is a change, and in which round it is reported. */
final class ContentWatchTest {

    @TempDir
    private Path directory;

    private Watching files;
    private int texts;

    @BeforeEach
    void a_file() {
        files = new Watching(directory);
        files.write("a", "one");
    }

    @Test
    void nothing_is_reported_before_something_is_watched() {
        assertThat(files.rounds(3)).isEmpty();
    }

    @Test
    void unchanged_content_reports_nothing() throws IOException {
        files.loaded("a");
        assertThat(files.rounds(3)).isEmpty();
        files.replace("a", "one");
        Files.setLastModifiedTime(files.path("a"), FileTime.fromMillis(0));
        assertThat(files.rounds(3)).isEmpty();
    }

    @Test
    void an_atomic_rename_is_reported_once_two_rounds_have_read_it() {
        files.loaded("a");
        files.replace("a", "two");
        assertThat(files.rounds(1)).isEmpty();
        assertThat(files.rounds(1)).containsExactly(Set.of("a"));
        assertThat(files.rounds(3)).isEmpty();
    }

    @Test
    void a_report_has_the_states_before_and_after() {
        Snapshot before = files.load("a");
        files.loaded("a").write("a", "two");
        files.rounds(2);
        assertThat(files.changes).containsExactly(new Change(before, files.load("a")));
        assertThat(before).isNotEqualTo(files.load("a"));
    }

    @Test
    void a_change_between_the_load_and_the_first_round_is_reported() {
        Snapshot loaded = files.load("a");
        files.write("a", "two");
        files.watch().watch(loaded);
        assertThat(files.rounds(2)).containsExactly(Set.of("a"));
    }

    @Test
    void a_write_in_two_halves_is_reported_when_it_is_whole() {
        files.loaded("a");
        files.write("a", "tw");
        assertThat(files.rounds(1)).isEmpty();
        files.write("a", "two");
        assertThat(files.rounds(1)).isEmpty();
        assertThat(files.rounds(1)).containsExactly(Set.of("a"));
        assertThat(files.changes.get(0).now()).isEqualTo(files.load("a"));
    }

    @Test
    void two_files_written_in_turn_are_one_report() {
        files.write("b", "one");
        files.loaded("a", "b");
        files.write("a", "two");
        files.rounds(1);
        files.write("b", "two");
        assertThat(files.rounds(1)).isEmpty();
        assertThat(files.rounds(1)).containsExactly(Set.of("a", "b"));
    }

    @Test
    void a_change_that_is_taken_back_before_it_is_stable_reports_nothing() {
        files.loaded("a");
        for (int i = 0; i < 3; i++) {
            files.write("a", "two");
            files.rounds(1);
            files.write("a", "one");
            files.rounds(1);
        }
        assertThat(files.rounds(3)).isEmpty();
        assertThat(files.changes).isEmpty();
    }

    @Test
    void content_of_the_same_size_and_time_is_a_change() throws IOException {
        files.loaded("a");
        FileTime time = Files.getLastModifiedTime(files.path("a"));
        files.write("a", "two");
        Files.setLastModifiedTime(files.path("a"), time);
        assertThat(files.rounds(2)).containsExactly(Set.of("a"));
    }

    @Test
    void a_config_map_swap_is_reported_for_all_its_files() {
        files.write("..2026_01/a.conf", "one");
        files.write("..2026_01/b.conf", "one");
        files.link("..data", "..2026_01");
        files.link("a.conf", "..data/a.conf");
        files.link("b.conf", "..data/b.conf");
        files.loaded("a.conf", "b.conf");
        files.write("..2026_02/a.conf", "two");
        files.write("..2026_02/b.conf", "two");
        assertThat(files.rounds(3)).isEmpty();
        files.swap("..data", "..2026_02");
        files.delete("..2026_01/a.conf");
        files.delete("..2026_01/b.conf");
        files.delete("..2026_01");
        assertThat(files.rounds(3)).containsExactly(Set.of("a.conf", "b.conf"));
        files.write("..2026_03/a.conf", "two");
        files.write("..2026_03/b.conf", "two");
        files.swap("..data", "..2026_03");
        assertThat(files.rounds(3)).as("the same content elsewhere").isEmpty();
    }

    @Test
    void a_deleted_file_and_its_return_are_reported() {
        files.loaded("a");
        files.delete("a");
        assertThat(files.rounds(3)).containsExactly(Set.of("a"));
        assertThat(files.reported("a")).isEqualTo(Watching.unavailable(Obstacle.MISSING));
        files.write("a", "one");
        assertThat(files.rounds(3)).containsExactly(Set.of("a"));
    }

    @Test
    void a_file_deleted_and_created_again_between_two_rounds_is_unchanged() {
        files.loaded("a");
        files.delete("a");
        files.rounds(1);
        files.write("a", "one");
        assertThat(files.rounds(3)).isEmpty();
    }

    @Test
    void a_file_that_was_missing_at_load_is_reported_when_it_comes() {
        files.loaded("a", "sub/later");
        assertThat(files.rounds(3)).isEmpty();
        files.write("sub/later", "here");
        assertThat(files.rounds(3)).containsExactly(Set.of("sub/later"));
    }

    @Test
    void a_replaced_directory_is_reported() throws IOException {
        files.write("old/x", "one");
        files.write("new/x", "two");
        files.loaded("old/x");
        Files.move(files.path("old"), files.path("gone"));
        Files.move(files.path("new"), files.path("old"));
        assertThat(files.rounds(3)).containsExactly(Set.of("old/x"));
    }

    @Test
    void each_obstacle_is_a_state_that_is_reported_once() {
        files.loaded("a");
        files.delete("a");
        files.makeDirectory("a");
        assertObstacle(Obstacle.NOT_A_FILE);
        files.delete("a");
        files.link("a", "nowhere");
        assertObstacle(Obstacle.MISSING);
        files.delete("a");
        files.link("a", "a");
        assertObstacle(Obstacle.UNREADABLE);
        files.delete("a");
        files.write("a", "x".repeat(1_001));
        assertObstacle(Obstacle.TOO_LARGE);
        files.write("a", "y".repeat(2_000));
        assertThat(files.rounds(3)).as("still too large").isEmpty();
        files.write("a", "x".repeat(1_000));
        assertThat(files.rounds(3)).containsExactly(Set.of("a"));
    }

    private void assertObstacle(Obstacle obstacle) {
        assertThat(files.rounds(3)).as("%s", obstacle).containsExactly(Set.of("a"));
        assertThat(files.reported("a")).isEqualTo(Watching.unavailable(obstacle));
    }

    @Test
    void a_file_that_may_not_be_read_any_more_is_reported() throws IOException {
        files.loaded("a");
        Files.setPosixFilePermissions(files.path("a"), PosixFilePermissions.fromString("---------"));
        assumeTrue(!Files.isReadable(files.path("a")), "this user may read everything");
        assertObstacle(Obstacle.DENIED);
    }

    @Test
    void the_same_report_comes_again_only_after_another() {
        files.loaded("a");
        files.write("a", "two");
        files.rounds(2);
        files.write("a", "one");
        assertThat(files.rounds(3)).containsExactly(Set.of("a"));
        files.write("a", "two");
        assertThat(files.rounds(3)).containsExactly(Set.of("a"));
    }

    @Test
    void another_set_is_watched_from_the_call_on() {
        files.write("b", "one");
        files.loaded("a");
        files.loaded("b");
        files.write("a", "two");
        assertThat(files.rounds(3)).isEmpty();
        files.write("b", "two");
        assertThat(files.rounds(3)).containsExactly(Set.of("b"));
    }

    @Test
    void a_set_that_is_replaced_between_two_readings_needs_two_more() {
        files.loaded("a");
        Snapshot loaded = files.load("a");
        files.write("a", "two");
        files.rounds(1);
        files.watch().watch(loaded);
        assertThat(files.rounds(1)).isEmpty();
        assertThat(files.rounds(1)).containsExactly(Set.of("a"));
    }

    @Test
    void files_that_change_in_each_round_are_told_once() {
        files.write("b", "still");
        files.loaded("a", "b");
        for (int i = 0; i < 3 * ContentWatch.UNSETTLED_ROUNDS; i++) {
            files.write("a", "text " + i);
            assertThat(files.rounds(1)).isEmpty();
        }
        assertThat(files.unsettled).containsExactly(Set.of(files.path("a")));
        assertThat(files.rounds(1)).containsExactly(Set.of("a"));
        assertThat(files.settling).as("the change says it").containsExactly("unsettled");
    }

    @Test
    void unsettled_files_that_become_what_they_were_are_told_as_settled_once() {
        files.loaded("a");
        neverTheSame("a");
        files.write("a", "one");
        assertThat(files.rounds(3)).isEmpty();
        assertThat(files.settling).containsExactly("unsettled", "settled");
    }

    @Test
    void files_that_a_load_replaces_while_they_are_unsettled_are_told_as_settled() {
        files.loaded("a");
        neverTheSame("a");
        files.loaded("a");
        files.rounds(2);
        assertThat(files.settling).containsExactly("unsettled", "settled");
        neverTheSame("a");
        assertThat(files.settling).containsExactly("unsettled", "settled", "unsettled");
    }

    @Test
    void a_change_that_is_taken_back_after_one_round_was_never_unsettled() {
        files.loaded("a");
        files.write("a", "two");
        files.rounds(1);
        files.write("a", "one");
        files.rounds(2);
        assertThat(files.settling).isEmpty();
    }

    private void neverTheSame(String name) {
        for (int i = 0; i < ContentWatch.UNSETTLED_ROUNDS; i++) {
            texts++;
            files.write(name, "text " + texts);
            files.rounds(1);
        }
    }
}
