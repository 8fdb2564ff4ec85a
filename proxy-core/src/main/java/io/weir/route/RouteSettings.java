package io.weir.route;

/**
 * One rule: a request that matches goes to the backend. Rules are tried in order, the first that matches wins.
 *
 * @param match which requests it is for
 * @param backend name of the backend
 */
public record RouteSettings(RouteMatch match, String backend) {

    /** The rule that sends the requests for a host and a beginning of the path to a backend. */
    public RouteSettings(String host, String pathPrefix, String backend) {
        this(RouteMatch.of(host, new TextMatch.Prefix(pathPrefix)), backend);
    }

    /** The rule that sends everything to one backend. */
    public static RouteSettings everything(String backend) {
        return new RouteSettings(RouteMatch.EVERYTHING, backend);
    }
}
