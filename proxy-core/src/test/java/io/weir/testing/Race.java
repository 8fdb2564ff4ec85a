package io.weir.testing;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;

/** Steps for Lincheck: before, at the same time on several threads, and after. */
public record Race(List<Actor> before, List<List<Actor>> threads, List<Actor> after) {

    public Race() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    public Race before(Actor... steps) {
        before.addAll(List.of(steps));
        return this;
    }

    public Race thread(Actor... steps) {
        threads.add(List.of(steps));
        return this;
    }

    public Race after(Actor... steps) {
        after.addAll(List.of(steps));
        return this;
    }

    public ExecutionScenario scenario() {
        return new ExecutionScenario(before, threads, after, null);
    }

    /** A call of the operation of that name of a class under test. */
    public static Actor step(Class<?> type, String name, Object... arguments) {
        Method operation = Stream.of(type.getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
        return new Actor(operation, List.of(arguments));
    }
}
