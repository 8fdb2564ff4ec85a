package io.weir.server.reload;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.weir.WeirReloadException;
import io.weir.WeirSettings;
import io.weir.server.config.Automatic;
import io.weir.server.config.LoadResult;
import io.weir.server.config.Problem;
import io.weir.server.config.ProgramSettings;
import io.weir.server.config.ShownConfig;
import io.weir.server.text.Addresses;
import io.weir.server.text.Amounts;
import io.weir.server.text.Excerpt;
import io.weir.server.watch.Snapshot;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes a changed configuration file over: loads it, compares it with what runs, and has the program take it. Whatever goes wrong, the configuration that
 * runs runs on. One reload at a time, on the thread of the caller, which may block.
 */
public final class Reloader {

    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    /** Most changes of one line of the log; all are in the outcome. */
    private static final int LOGGED_CHANGES = 20;

    private final Supplier<LoadResult> source;
    private final Target target;
    private final ProgramSettings askedAtStart;

    @GuardedBy("this")
    private LoadResult.Accepted running;

    @GuardedBy("this")
    private Snapshot lookedAt;

    /** Reloads {@code file}, of which {@code loaded} runs in {@code target}. */
    public Reloader(Path file, LoadResult.Accepted loaded, Target target) {
        this(new RepeatedLoad(file), loaded, target);
    }

    /** The same with what a load of the file gives. */
    Reloader(Supplier<LoadResult> source, LoadResult.Accepted loaded, Target target) {
        this.source = source;
        this.target = target;
        askedAtStart = loaded.settings();
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
        log(trigger, outcome);
        target.tell(outcome);
        return outcome;
    }

    /**
     * The outcome that a reload of a file with this content would have, as far as it can be told without opening sockets and looking names up. The changes
     * are listed also where the reload would be refused. Changes nothing, and is neither logged nor counted as a reload.
     */
    public synchronized ReloadOutcome preview(LoadResult next, Asker asker) {
        try {
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
        Judgement judgement =
                changes.isEmpty() ? new Judgement(ReloadResult.UNCHANGED, List.of()) : judged(next.settings());
        return new ReloadOutcome(
                judgement.result(), target.generation(), hash(running), changes, judgement.problems(), warnings);
    }

    @GuardedBy("this")
    private ReloadOutcome outcome() {
        try {
            LoadResult loaded = source.get();
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

    @GuardedBy("this")
    private ReloadOutcome take(LoadResult.Accepted next) {
        if (next.sources().snapshot().equals(running.sources().snapshot())) {
            return new ReloadOutcome(
                    ReloadResult.UNCHANGED, target.generation(), hash(next), List.of(), List.of(), List.of());
        }
        Judgement judgement = judged(next.settings());
        if (judgement.result() == ReloadResult.NEEDS_RESTART) {
            return refused(judgement.result(), judgement.problems(), next);
        }
        try {
            // All that may fail comes before the program takes the settings over: a failure afterwards would deny it.
            List<String> changes = ConfigDiff.between(shown(running), shown(next));
            long generation = target.take(resolved(next.settings()), hash(next));
            running = next;
            return new ReloadOutcome(
                    ReloadResult.TAKEN, generation, hash(next), changes, List.of(), lines(next.warnings()));
        } catch (WeirReloadException refusal) {
            return refused(result(refusal), reasons(refusal, next.settings()), next);
        }
    }

    /** What would become of settings: {@link ReloadResult#TAKEN} as far as is known, or why not. */
    private record Judgement(ReloadResult result, List<String> problems) {}

    // A restart for the keys of the program alone would be followed by another one for those of the engine.
    private Judgement judged(ProgramSettings next) {
        List<String> fixed = fixedKeys(next);
        WeirSettings settings;
        try {
            settings = AsAtStart.of(next, askedAtStart, target.started());
        } catch (IllegalArgumentException sockets) {
            fixed.add("weir.sockets: " + sockets.getMessage());
            return new Judgement(ReloadResult.NEEDS_RESTART, fixed);
        }
        Optional<WeirReloadException> refusal = target.whyNot(settings);
        if (refusal.isPresent() && result(refusal.get()) != ReloadResult.NEEDS_RESTART && fixed.isEmpty()) {
            return new Judgement(result(refusal.get()), reasons(refusal.get(), next));
        }
        refusal.filter(known -> result(known) == ReloadResult.NEEDS_RESTART)
                .ifPresent(known -> fixed.addAll(reasons(known, next)));
        return new Judgement(fixed.isEmpty() ? ReloadResult.TAKEN : ReloadResult.NEEDS_RESTART, fixed);
    }

    private ProgramSettings resolved(ProgramSettings next) {
        return next.resolved(AsAtStart.of(next, askedAtStart, target.started()));
    }

    // The engine names its keys from the block of the program on. Memory that is automatic differs only because of
    // another
    // key, which is named as well.
    private static List<String> reasons(WeirReloadException refusal, ProgramSettings asked) {
        if (refusal.why() != WeirReloadException.Cause.NEEDS_RESTART) {
            return refusal.reasons();
        }
        boolean isMemoryGiven = !asked.automatic().contains(Automatic.SOCKET_MEMORY);
        return refusal.reasons().stream()
                .filter(reason -> isMemoryGiven || !reason.startsWith("sockets.memory:"))
                .map(reason -> "weir." + reason)
                .toList();
    }

    private static ReloadResult result(WeirReloadException refusal) {
        return switch (refusal.why()) {
            case NEEDS_RESTART -> ReloadResult.NEEDS_RESTART;
            case CANNOT_LISTEN -> ReloadResult.CANNOT_LISTEN;
            case STOPPING -> ReloadResult.STOPPING;
        };
    }

    // What the program itself was started with, beside the engine. The values are as a file has them.
    private List<String> fixedKeys(ProgramSettings next) {
        List<String> changed = new ArrayList<>();
        same("weir.admin.bind", askedAtStart, next, asked -> orOff(asked.admin().map(Addresses::text)), changed);
        same(
                "weir.admin.socket",
                askedAtStart,
                next,
                asked -> orOff(asked.adminSettings().socket()),
                changed);
        same(
                "weir.access-log.format",
                askedAtStart,
                next,
                asked -> asked.accessLog().name().toLowerCase(Locale.ROOT),
                changed);
        same(
                "weir.reload.watch",
                askedAtStart,
                next,
                asked -> orOff(asked.watch().map(Amounts::duration)),
                changed);
        same("weir.memory", askedAtStart, next, asked -> bytes(asked.memory()), changed);
        return changed;
    }

    private static String orOff(Optional<?> value) {
        return value.map(String::valueOf).orElse("off");
    }

    private static String bytes(OptionalLong value) {
        return value.isPresent() ? String.valueOf(value.getAsLong()) : "auto";
    }

    private static void same(
            String key,
            ProgramSettings running,
            ProgramSettings asked,
            Function<ProgramSettings, String> value,
            List<String> changed) {
        if (!value.apply(running).equals(value.apply(asked))) {
            changed.add(key + ": " + value.apply(asked) + " (running: " + value.apply(running) + ")");
        }
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

    private static void log(Trigger trigger, ReloadOutcome outcome) {
        String changes = text(outcome.changes());
        outcome.warnings()
                .forEach(warning -> LOG.warn("event=reload_warning warning=\"{}\"", Excerpt.inQuotes(warning)));
        outcome.problems()
                .forEach(problem -> LOG.error("event=reload_problem problem=\"{}\"", Excerpt.inQuotes(problem)));
        if (outcome.result().isCurrent()) {
            LOG.info(
                    "event=reload result={} trigger={} generation={} hash={} changes=\"{}\"",
                    outcome.result().word(),
                    trigger.word(),
                    outcome.generation(),
                    outcome.hash(),
                    changes);
        } else {
            LOG.error(
                    "event=reload result={} trigger={} generation={} hash={} problems={}",
                    outcome.result().word(),
                    trigger.word(),
                    outcome.generation(),
                    outcome.hash(),
                    outcome.problems().size());
        }
    }

    private static String text(List<String> changes) {
        int more = changes.size() - LOGGED_CHANGES;
        String listed =
                Excerpt.inQuotes(String.join("; ", changes.subList(0, Math.min(changes.size(), LOGGED_CHANGES))));
        return more > 0 ? listed + "; and " + more + " more" : listed;
    }
}
