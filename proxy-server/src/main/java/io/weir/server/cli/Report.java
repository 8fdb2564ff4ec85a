package io.weir.server.cli;

import io.weir.server.config.Problem;
import io.weir.server.config.Sources;
import io.weir.server.launch.DescriptorBudget;
import io.weir.server.launch.MemoryBudget;
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

    static void tooLarge(PrintWriter err, MemoryBudget budget) {
        err.println("weir: this does not fit into the memory there is:");
        budget.explanation().forEach(line -> err.println("  " + line));
        err.flush();
    }

    static void tooFewDescriptors(PrintWriter err, DescriptorBudget budget) {
        err.println("weir: there are too few file descriptors:");
        budget.explanation().forEach(line -> err.println("  " + line));
        err.flush();
    }

    static void unknownNames(PrintWriter err, List<String> warnings) {
        warnings.forEach(warning -> err.println("warning: " + warning));
        err.flush();
    }

    static void warnings(PrintWriter err, List<Problem> warnings) {
        warnings.forEach(warning -> err.println("warning: " + warning));
        err.flush();
    }
}
