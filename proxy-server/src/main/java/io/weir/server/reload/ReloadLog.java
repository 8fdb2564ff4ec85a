package io.weir.server.reload;

import io.weir.server.text.Excerpt;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reloads in the program's own log. */
final class ReloadLog {

    private static final Logger LOG = LoggerFactory.getLogger(Reloader.class);

    /** Most changes of one line; all are in the outcome. */
    private static final int LOGGED_CHANGES = 20;

    private ReloadLog() {}

    /** Tells what became of a reload: one line, and one for each problem and warning. */
    static void tell(Trigger trigger, ReloadOutcome outcome) {
        if (outcome.result() == ReloadResult.STOPPING) {
            LOG.info(
                    "event=reload result={} trigger={} generation={} hash={}",
                    outcome.result().word(),
                    trigger.word(),
                    outcome.generation(),
                    outcome.hash());
            return;
        }
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
