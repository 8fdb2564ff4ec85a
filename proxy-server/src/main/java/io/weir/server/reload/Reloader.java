package io.weir.server.reload;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.weir.WeirReloadException;
import io.weir.server.access.Token;
import io.weir.server.access.Tokens;
import io.weir.server.config.LoadResult;
import io.weir.server.config.Problem;
import io.weir.server.config.ProgramSettings;
import io.weir.server.config.SettingsLoader;
import io.weir.server.config.ShownConfig;
import io.weir.server.config.UnknownNames;
import io.weir.server.watch.ContentReader;
import io.weir.server.watch.Obstacle;
import io.weir.server.watch.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a changed configuration file over: loads it, compares it with what runs, and has the program take it. Whatever goes wrong, the configuration that
 * runs runs on. One reload at a time, on the thread of the caller, which may block.
 */
public final class Reloader {

    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    private final LongFunction<LoadResult> source;
    private final ContentReader files = new ContentReader(SettingsLoader.READ_LIMITS);
    private final Target target;

    @GuardedBy("this")
    private final ConfigRoom room;

    @GuardedBy("this")
    private final Judge judge;

    @GuardedBy("this")
    private LoadResult.Accepted running;

    @GuardedBy("this")
    private Snapshot lookedAt;

    /** Reloads {@code file}, of which {@code loaded} runs in {@code target}, within what {@code start} has set aside. */
    public Reloader(Path file, LoadResult.Accepted loaded, Target target, StartCheck start) {
        this(new RepeatedLoad(file), loaded, target, start);
    }

    /** The same with what a load of the file gives that may take so many bytes of heap. */
    Reloader(LongFunction<LoadResult> source, LoadResult.Accepted loaded, Target target, StartCheck start) {
        this.source = source;
        this.target = target;
        room = new ConfigRoom(start.heapBytes(), target.generation(), loaded.settings());
        judge = new Judge(loaded.settings(), target, start, room);
        running = loaded;
        lookedAt = loaded.sources().snapshot();
        target.runs(hash(loaded));
    }

    /** The files as they were looked at last, by the start or by a reload, whatever became of it: what a watch begins with. */
    public synchronized Snapshot lookedAt() {
        return lookedAt;
    }

    /** Loads the file and takes it over if it says something else than what runs. */
    public synchronized ReloadOutcome reload(Trigger trigger) {
        ReloadOutcome outcome = outcome();
        ReloadLog.tell(trigger, outcome);
        target.tell(outcome);
        return outcome;
    }

    /** The files change at every reading, and no state of them is reloaded. */
    synchronized void unsettled() {
        target.unsettled();
    }

    /** The files have ended to change, and are what a reload has looked at last. */
    synchronized void settled() {
        target.settled();
    }

    /**
     * The outcome that a reload of a file with this content would have, as far as it can be told without opening sockets and looking names up. The
     * changes are listed also where the reload would be refused. Changes nothing, and is neither logged nor counted as a reload.
     *
     * @param proposal reads the content within so many bytes of heap
     */
    public synchronized ReloadOutcome preview(LongFunction<LoadResult> proposal, Asker asker) {
        try {
            LoadResult next = proposal.apply(left());
            return next instanceof LoadResult.Accepted accepted
                    ? preview(accepted, asker)
                    : refused(ReloadResult.REJECTED, lines(((LoadResult.Rejected) next).problems()), next);
        } catch (RuntimeException | Error bug) {
            return failed("event=diff_bug", bug);
        }
    }

    @GuardedBy("this")
    private ReloadOutcome preview(LoadResult.Accepted next, Asker asker) {
        ShownConfig before = shown(running);
        ShownConfig after = shown(next);
        boolean isGuess = asker == Asker.MAY_READ && (before.hasSecrets() || after.hasSecrets());
        List<String> changes = isGuess ? ConfigDiff.besideSecrets(before, after) : ConfigDiff.between(before, after);
        List<String> warnings = new ArrayList<>(lines(next.warnings()));
        if (isGuess) {
            warnings.add(
                    "secrets were not compared (expected: the token of weir.admin.tokens.write, or the Unix socket)");
        }
        Judge.Judgement judgement =
                changes.isEmpty() ? new Judge.Judgement(ReloadResult.UNCHANGED, List.of()) : judge.of(next.settings());
        return new ReloadOutcome(
                judgement.result(), target.generation(), hash(running), changes, judgement.problems(), warnings);
    }

    @GuardedBy("this")
    private ReloadOutcome outcome() {
        try {
            if (isUnchanged()) {
                lookedAt = running.sources().snapshot();
                return unchanged(running);
            }
            LoadResult loaded = source.apply(left());
            lookedAt = loaded.sources().snapshot();
            return loaded instanceof LoadResult.Accepted accepted
                    ? take(accepted)
                    : refused(ReloadResult.REJECTED, lines(((LoadResult.Rejected) loaded).problems()), loaded);
        } catch (RuntimeException | Error bug) {
            // Any Error: the thread of a signal would die by it, and the caller of a write would wait for an outcome.
            return failed("event=reload_bug", bug);
        }
    }

    @GuardedBy("this")
    private ReloadOutcome failed(String event, Throwable bug) {
        LOG.error(event, bug);
        return new ReloadOutcome(
                ReloadResult.FAILED,
                target.generation(),
                hash(running),
                List.of(),
                List.of(String.valueOf(bug)),
                List.of());
    }

    // Without a parse, so that signals and writes that change nothing cost next to nothing: the files that a load looks
    // for follow from what they say. What was read from a pipe is not there any more.
    @GuardedBy("this")
    private boolean isUnchanged() {
        Snapshot known = running.sources().snapshot();
        boolean isFromPipe = known.files().values().stream().anyMatch(state -> state.is(Obstacle.NOT_A_FILE));
        return !isFromPipe && files.snapshot(known.paths()).equals(known);
    }

    private ReloadOutcome unchanged(LoadResult.Accepted said) {
        return new ReloadOutcome(
                ReloadResult.UNCHANGED, target.generation(), hash(said), List.of(), List.of(), lines(said.warnings()));
    }

    @GuardedBy("this")
    private long left() {
        room.keep(Set.copyOf(target.generations()));
        return room.left();
    }

    @GuardedBy("this")
    private ReloadOutcome take(LoadResult.Accepted next) {
        List<String> changes = new ArrayList<>(ConfigDiff.between(shown(running), shown(next)));
        changes.addAll(changedTokens(running.settings(), next.settings()));
        if (changes.isEmpty()) {
            // Other words for the same, or the same words. No exchange goes by an old configuration because of a
            // comment.
            running = next;
            target.runs(hash(next));
            return unchanged(next);
        }
        Judge.Judgement judgement = judge.of(next.settings());
        if (judgement.result() != ReloadResult.TAKEN && judgement.result() != ReloadResult.STOPPING) {
            return refused(judgement.result(), judgement.problems(), next);
        }
        // All that may fail comes before the program takes the settings over: a failure afterwards would deny it.
        List<String> warnings = new ArrayList<>(lines(next.warnings()));
        warnings.addAll(UnknownNames.in(next.settings().weir()));
        try {
            // Old configurations give way where there is no room for all.
            int generations = room.generations(next.settings());
            long generation = target.take(judge.resolved(next.settings()), generations, hash(next));
            running = next;
            room.add(generation, next.settings());
            return new ReloadOutcome(ReloadResult.TAKEN, generation, hash(next), changes, List.of(), warnings);
        } catch (WeirReloadException refusal) {
            Judge.Judgement refused = judge.refused(refusal, next.settings());
            return refused(refused.result(), refused.problems(), next);
        }
    }

    // Their text is not part of a configuration, and never shown.
    private static List<String> changedTokens(ProgramSettings before, ProgramSettings after) {
        Tokens old = before.adminSettings().tokens();
        Tokens next = after.adminSettings().tokens();
        List<String> changed = new ArrayList<>();
        if (isAnother(old.read(), next.read())) {
            changed.add("admin.tokens.read: another token");
        }
        if (isAnother(old.write(), next.write())) {
            changed.add("admin.tokens.write: another token");
        }
        return changed;
    }

    // One that was not there, or is no more, shows in the key.
    private static boolean isAnother(Optional<Token> before, Optional<Token> after) {
        return before.isPresent() && after.isPresent() && !before.get().isSameAs(after.get());
    }

    @GuardedBy("this")
    private ReloadOutcome refused(ReloadResult result, List<String> problems, LoadResult next) {
        return new ReloadOutcome(
                result, target.generation(), hash(running), List.of(), problems, lines(next.warnings()));
    }

    private static List<String> lines(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    private static String hash(LoadResult.Accepted of) {
        return of.sources().snapshot().fingerprint().shortHex();
    }

    private static ShownConfig shown(LoadResult.Accepted of) {
        return of.settings().adminSettings().shown();
    }
}
