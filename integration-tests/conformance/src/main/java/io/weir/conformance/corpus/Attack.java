package io.weir.conformance.corpus;

import java.util.List;

/**
 * What a hostile client sends on one connection.
 *
 * @param group the trick that it plays
 * @param name unique among all
 */
public record Attack(String group, String name, List<Step> steps) {

    /** What every table puts into a request that is hidden in another. No server may see it as a request of its own. */
    static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: a\r\nX-Token: hidden\r\n\r\n";

    static Attack of(String group, String name, String bytes) {
        return new Attack(group, name, List.of(Step.now(bytes)));
    }

    /** All bytes, whenever they are sent. */
    public String bytes() {
        return String.join("", steps.stream().map(Step::bytes).toList());
    }
}
