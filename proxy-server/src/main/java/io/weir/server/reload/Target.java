package io.weir.server.reload;

import io.weir.WeirReloadException;
import io.weir.WeirSettings;
import io.weir.server.config.ProgramSettings;
import java.util.List;
import java.util.Optional;

/** The program that takes configurations over. Its methods are called by one thread at a time. */
public interface Target {

    /** What the engine was started with, with everything automatic worked out. */
    WeirSettings started();

    /** The number of the generation that is current. */
    long generation();

    /** The numbers of the generations that are in use, the current one among them. */
    List<Long> generations();

    /** Why {@link #take} would refuse settings in which nothing is automatic, as far as can be told without taking them over; empty if it would not. */
    Optional<WeirReloadException> whyNot(WeirSettings settings);

    /**
     * Takes settings over in which nothing is automatic.
     *
     * @param generations configurations that may stay in use together with this one: what goes by older ones ends
     * @param hash of the files that they come from
     * @return the number of the generation that is current now
     * @throws WeirReloadException if they are refused, and nothing has changed
     */
    long take(ProgramSettings settings, int generations, String hash);

    /** The files of the configuration that runs from the start on have this hash. */
    void runs(String hash);

    /** The files change at every reading, so no state of them is reloaded, and the configuration that runs may not be what they say. */
    void unsettled();

    /** The files have ended to change without a reload: they are what they were when a reload looked at them last. */
    void settled();

    /** A reload is over, also if files were {@link #unsettled} before it. */
    void tell(ReloadOutcome outcome);
}
