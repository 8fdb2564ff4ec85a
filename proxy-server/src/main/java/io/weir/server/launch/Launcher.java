package io.weir.server.launch;

import io.weir.server.config.ProgramSettings;
import io.weir.session.SessionObserver;

/** Starts the program. Implemented by the assembly, the only code that knows everyone. */
@FunctionalInterface
public interface Launcher {

    /** Starts it; {@code alsoTell} observes sessions beside metrics and access log. */
    Launch launch(ProgramSettings settings, SessionObserver alsoTell);
}
