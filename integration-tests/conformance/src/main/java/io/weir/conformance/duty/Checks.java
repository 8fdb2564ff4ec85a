package io.weir.conformance.duty;

import static io.weir.conformance.duty.Stage.expect;

import io.weir.conformance.duty.Duty.BrokenException;
import io.weir.conformance.duty.Duty.Check;
import io.weir.conformance.wire.Message;
import io.weir.conformance.wire.RawClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Kinds of checks that the tables are written with. */
final class Checks {

    private final List<Duty> duties = new ArrayList<>();
    private String group = "";

    /** Looks at one message. */
    @FunctionalInterface
    interface Look {
        void at(Message message) throws BrokenException;
    }

    void group(String next) {
        group = next;
    }

    List<Duty> all() {
        return duties;
    }

    /** A check of its own kind. */
    void add(String name, String source, Check check) {
        duties.add(new Duty(group, name, source, check));
    }

    /** The server gets a request that looks like this, and the client the server's answer. */
    void forwards(String name, String source, String request, Look look) {
        add(name, source, stage -> {
            RawClient client = stage.ask(request);
            Stage.Arrived arrived = stage.arrived();
            arrived.back()
                    .send(
                            arrived.request().method().equals("HEAD")
                                    ? Stage.OK.substring(0, Stage.OK.length() - 2)
                                    : Stage.OK);
            expect(
                    Stage.response(client, arrived.request().method()).status() == 200,
                    "not the server's answer: " + client.received());
            look.at(arrived.request());
        });
    }

    /** The client gets a response that looks like this. */
    void passesOn(String name, String source, String request, String response, Look look) {
        add(name, source, stage -> {
            RawClient client = stage.ask(request);
            Stage.Arrived arrived = stage.arrived();
            arrived.back().send(response);
            look.at(Stage.response(client, request.substring(0, request.indexOf(' '))));
        });
    }

    /** The proxy answers by itself, with one of these statuses, and the server gets nothing. */
    void answers(String name, String source, String request, Integer... statuses) {
        add(name, source, stage -> {
            RawClient client = stage.ask(request);
            client.readUntilQuiet(Duration.ofSeconds(2), Duration.ofMillis(50));
            String line = client.received().lines().findFirst().orElse("nothing");
            String status = line.length() > 11 ? line.substring(9, 12) : line;
            expect(List.of(statuses).stream().anyMatch(one -> status.equals(one.toString())), "answered " + line);
            expect(stage.nothingArrives(), "the server got it");
        });
    }

    /** Names that the message must not have. */
    static Look without(String... names) {
        return message -> {
            for (String name : names) {
                expect(!message.has(name), name + ": " + message.values(name));
            }
        };
    }

    /** Exactly these values of a field, in this order. */
    static Look with(String name, String... values) {
        return message -> expect(message.values(name).equals(List.of(values)), name + ": " + message.values(name));
    }

    static Look body(String body) {
        return message -> expect(
                message.body().equals(body), "a body of " + message.body().length() + " bytes");
    }
}
