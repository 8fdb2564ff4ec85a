package io.weir.versus.scenario;

import io.weir.versus.report.Contest;
import java.io.IOException;
import java.util.List;

/** One thing that is asked of all proxies. */
public interface Scenario {

    /** How it is called on the command line and in the report. */
    String name();

    /** What it is, in a few words. */
    String title();

    /** Sizes of the files that it asks the server for. */
    default List<Integer> bodies() {
        return List.of();
    }

    /** Whether the proxies relay TCP in it. */
    default boolean isTcp() {
        return false;
    }

    /** Starts the proxies, has their turns, and stops them. */
    Contest run(Rig rig) throws IOException, InterruptedException;
}
