package io.weir.route;

import java.util.Optional;

/**
 * One rule: what is done with the requests that match. Rules are tried in order, the first that matches wins.
 *
 * @param match which requests it is for
 * @param action what is done with them
 * @param edits what becomes of them, and of responses, on their way
 * @param limits how large they may be
 * @param timeouts how long what may take
 */
public record RouteSettings(
        RouteMatch match, RouteAction action, RouteEdits edits, RouteLimits limits, RouteTimeouts timeouts) {

    /** The rule that does this with such requests, and nothing else. */
    public RouteSettings(RouteMatch match, RouteAction action) {
        this(match, action, RouteEdits.NONE, RouteLimits.NONE, RouteTimeouts.NONE);
    }

    /** The rule that sends such requests to a backend. */
    public RouteSettings(RouteMatch match, String backend) {
        this(match, new RouteAction.Forward(backend));
    }

    /** The rule that sends the requests for a host and a beginning of the path to a backend. */
    public RouteSettings(String host, String pathPrefix, String backend) {
        this(RouteMatch.of(host, new TextMatch.Prefix(pathPrefix)), backend);
    }

    /** The rule that sends everything to one backend. */
    public static RouteSettings everything(String backend) {
        return new RouteSettings(RouteMatch.EVERYTHING, backend);
    }

    /** Name of the backend, if its requests go to one. */
    public Optional<String> backend() {
        return action instanceof RouteAction.Forward forward ? Optional.of(forward.backend()) : Optional.empty();
    }

    /** Whether it sends everything to one backend, and says no more. */
    public boolean isEverything() {
        return backend().map(RouteSettings::everything).filter(this::equals).isPresent();
    }
}
