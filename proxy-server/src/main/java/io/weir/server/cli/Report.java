package io.weir.server.cli;

import io.weir.server.config.Problem;
import io.weir.server.config.Sources;
import io.weir.server.launch.MemoryPlan;
import java.io.PrintWriter;
import java.util.List;

/** Writes problems for people. */
final class Report {

    private Report() {}

    static void problems(PrintWriter err, List<Problem> problems) {
        problems.forEach(err::println);
        err.println(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
        err.flush();
    }

    /** Writes the files that a configuration was read from, and those that may be missing and are. */
    static void sources(PrintWriter out, Sources sources) {
        sources.read().forEach(name -> out.println("  read: " + name));
        sources.missing()
                .forEach(missing -> out.println(
                        "  not there: " + missing.file() + ", which " + missing.place() + " includes if it is there"));
        out.flush();
    }

    /** Whether the process can be what the plan says; if not, writes why. */
    static boolean fits(MemoryPlan plan, PrintWriter err) {
        if (!plan.budget().fits()) {
            lacking(
                    err,
                    "this does not fit into the memory there is:",
                    plan.budget().explanation());
            return false;
        }
        if (!plan.descriptors().fits()) {
            lacking(
                    err,
                    "there are too few file descriptors:",
                    plan.descriptors().explanation());
            return false;
        }
        return true;
    }

    private static void lacking(PrintWriter err, String what, List<String> explanation) {
        err.println("weir: " + what);
        explanation.forEach(line -> err.println("  " + line));
        err.flush();
    }

    /** Writes warnings, each of which is a text or has one. */
    static void warnings(PrintWriter err, List<?> warnings) {
        warnings.forEach(warning -> err.println("warning: " + warning));
        err.flush();
    }
}
