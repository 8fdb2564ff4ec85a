package io.weir.server.reload;

import io.weir.server.config.ProgramSettings;
import java.util.List;

/** What a start works out from the memory there is. Its methods are called by one thread at a time. */
public interface StartCheck {

    /** Bytes of heap that this process has set aside for configurations. */
    long heapBytes();

    /** Why a process could not be started with these settings in place of this one, for people; empty if it could. */
    List<String> whyNot(ProgramSettings settings);
}
