package io.weir.versus.scenario;

import io.weir.versus.proxy.ProxyKind;
import java.time.Duration;

/**
 * How much is measured.
 *
 * @param rounds in each of which every proxy has its turn
 * @param round how long a turn takes
 * @param weirWarmUp how long a Weir is loaded before the first round: until its code is compiled
 * @param warmUp the same for the others
 */
public record Effort(int rounds, Duration round, Duration weirWarmUp, Duration warmUp) {

    Duration warmUp(ProxyKind kind) {
        return kind.isWeir() ? weirWarmUp : warmUp;
    }
}
