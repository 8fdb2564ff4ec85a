package io.weir.server.reload;

import io.weir.WeirReloadException;
import io.weir.WeirSettings;
import io.weir.server.config.Automatic;
import io.weir.server.config.ProgramSettings;
import io.weir.server.text.Addresses;
import io.weir.server.text.Amounts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** Tells whether a running program can take settings over, by what it was started with. Changes nothing. Not thread-safe. */
final class Judge {

    private final ProgramSettings askedAtStart;
    private final Target target;
    private final StartCheck start;
    private final ConfigRoom room;

    /** A judge for a program that was started with these settings, and has that room for configurations. */
    Judge(ProgramSettings askedAtStart, Target target, StartCheck start, ConfigRoom room) {
        this.askedAtStart = askedAtStart;
        this.target = target;
        this.start = start;
        this.room = room;
    }

    /**
     * What would become of settings.
     *
     * @param result {@link ReloadResult#TAKEN} as far as is known
     * @param problems why not
     */
    record Judgement(ReloadResult result, List<String> problems) {

        static final Judgement TAKEN = new Judgement(ReloadResult.TAKEN, List.of());
    }

    /** What would become of these. */
    Judgement of(ProgramSettings next) {
        Judgement judgement = ofKeys(next);
        if (judgement.result() == ReloadResult.TAKEN) {
            return room.whyNot(next)
                    .map(why -> new Judgement(ReloadResult.NEEDS_RESTART, List.of(why)))
                    .map(full -> asAStart(full, next))
                    .orElse(judgement);
        }
        return judgement.result() == ReloadResult.NEEDS_RESTART ? asAStart(judgement, next) : judgement;
    }

    // A restart that cannot be must not be asked for.
    private Judgement asAStart(Judgement needsRestart, ProgramSettings next) {
        List<String> problems = start.whyNot(next);
        return problems.isEmpty() ? needsRestart : new Judgement(ReloadResult.REJECTED, problems);
    }

    // A restart for the keys of the program alone would be followed by another one for those of the engine.
    private Judgement ofKeys(ProgramSettings next) {
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
            return refused(refusal.get(), next);
        }
        refusal.filter(known -> result(known) == ReloadResult.NEEDS_RESTART)
                .ifPresent(known -> fixed.addAll(reasons(known, next)));
        return fixed.isEmpty() ? Judgement.TAKEN : new Judgement(ReloadResult.NEEDS_RESTART, fixed);
    }

    /** Settings with what is automatic as it was worked out at the start. */
    ProgramSettings resolved(ProgramSettings next) {
        return next.resolved(AsAtStart.of(next, askedAtStart, target.started()));
    }

    /** What a refusal of the engine comes to. */
    Judgement refused(WeirReloadException refusal, ProgramSettings asked) {
        return new Judgement(result(refusal), reasons(refusal, asked));
    }

    // The engine names its keys from the block of the program on. Memory that is automatic differs only because of
    // another key, which is named as well.
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
}
