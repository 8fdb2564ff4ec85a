package io.weir.route;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RouteMatchTest {

    private static final FieldMatch CANARY = new FieldMatch("x-canary", new TextMatch.Exact("1"));
    private static final FieldMatch ANY_CANARY = new FieldMatch("x-canary", new TextMatch.Any());

    @ParameterizedTest
    @CsvSource({
        "'', /, a.test, /b, true",
        "'', /a, '', /a/b, true",
        "'', /a, '', /a/, true",
        "'', /a/, '', /a, true",
        "'', /a, '', /ab, false",
        "'', /a/b, '', /a, false",
        "*.test, /, a.test, /, true",
        "*.test, /, *.a.test, /, true",
        "a.test, /, *.test, /, false",
        "a.test, /, '', /, false",
        "*.test, /, test, /, false"
    })
    void what_a_host_and_a_beginning_of_the_path_cover(
            String host, String path, String otherHost, String otherPath, boolean covers) {
        assertThat(match(host, path).covers(match(otherHost, otherPath))).isEqualTo(covers);
    }

    @Test
    void a_beginning_covers_exact_paths_and_an_exact_path_only_itself() {
        TextMatch exact = new TextMatch.Exact("/a/b");

        assertThat(new TextMatch.Prefix("/a").covers(exact)).isTrue();
        assertThat(new TextMatch.Prefix("/a/b").covers(exact)).isTrue();
        assertThat(new TextMatch.Prefix("/a/b/c").covers(exact)).isFalse();
        assertThat(exact.covers(exact)).isTrue();
        assertThat(exact.covers(new TextMatch.Prefix("/a/b"))).isFalse();
        assertThat(new TextMatch.Expression(Regex.of("/a")).covers(new TextMatch.Expression(Regex.of("/a"))))
                .isTrue();
        assertThat(new TextMatch.Expression(Regex.of("/a+")).covers(new TextMatch.Expression(Regex.of("/a"))))
                .isFalse();
    }

    @Test
    void fewer_conditions_cover_more() {
        RouteMatch get = with(List.of("GET"), List.of());
        RouteMatch getAndPut = with(List.of("GET", "PUT"), List.of());
        RouteMatch canary = with(List.of(), List.of(CANARY));
        RouteMatch anyCanary = with(List.of(), List.of(ANY_CANARY));

        assertThat(RouteMatch.EVERYTHING.covers(get)).isTrue();
        assertThat(get.covers(RouteMatch.EVERYTHING)).isFalse();
        assertThat(getAndPut.covers(get)).isTrue();
        assertThat(get.covers(getAndPut)).isFalse();
        assertThat(RouteMatch.EVERYTHING.covers(canary)).isTrue();
        assertThat(canary.covers(RouteMatch.EVERYTHING)).isFalse();
        assertThat(anyCanary.covers(canary)).isTrue();
        assertThat(canary.covers(anyCanary)).isFalse();
    }

    @Test
    void a_match_is_short_for_people() {
        assertThat(RouteMatch.EVERYTHING).hasToString("");
        assertThat(match("a.test", "/b")).hasToString("a.test/b");
        assertThat(with(List.of("GET", "HEAD"), List.of(CANARY))).hasToString("GET,HEAD x-canary=1");
        assertThat(RouteMatch.of("", new TextMatch.Expression(Regex.of("/a+")))).hasToString("~/a+");
    }

    private static RouteMatch match(String host, String path) {
        return RouteMatch.of(host, new TextMatch.Prefix(path));
    }

    private static RouteMatch with(List<String> methods, List<FieldMatch> fields) {
        return new RouteMatch("", new TextMatch.Prefix("/"), methods, fields);
    }
}
