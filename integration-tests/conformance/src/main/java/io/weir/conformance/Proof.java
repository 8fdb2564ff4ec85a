package io.weir.conformance;

import io.weir.conformance.corpus.Attack;
import io.weir.conformance.corpus.Corpus;
import io.weir.conformance.corpus.Reply;
import io.weir.conformance.duty.Duty;
import io.weir.conformance.duty.DutyRun;
import io.weir.conformance.proxy.Rival;
import io.weir.conformance.proxy.Running;
import io.weir.conformance.report.Duties;
import io.weir.conformance.report.Findings;
import io.weir.conformance.report.Section;
import io.weir.conformance.report.SlowClients;
import io.weir.conformance.server.LoggingServer;
import io.weir.conformance.server.ModelServer;
import io.weir.conformance.server.Server;
import io.weir.conformance.trial.AttackRun;
import io.weir.conformance.trial.Finding;
import io.weir.conformance.trial.ReplyRun;
import io.weir.conformance.trial.SlowRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiFunction;

/** Runs the suites of a plan and writes the report. */
final class Proof {

    private final Plan plan;
    private final Path root;
    private final Path work;

    Proof(Plan plan, Path root) throws IOException {
        this.plan = plan;
        this.root = root;
        // Apache reads its files as another user.
        work = Files.createTempDirectory(
                "conformance", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    /** Whether Weir does all that is asked of it. */
    boolean run() throws IOException, InterruptedException {
        System.err.println("conformance: logs in " + work);
        List<Section> sections = new ArrayList<>();
        for (Suite suite : plan.suites()) {
            Section section = run(suite);
            System.out.println(section.console() + "\n");
            sections.add(section);
        }
        if (!plan.markdown().isEmpty()) {
            Files.writeString(Path.of(plan.markdown()), document(sections));
        }
        return sections.stream().allMatch(Section::weirPasses);
    }

    private Section run(Suite suite) throws IOException, InterruptedException {
        return switch (suite) {
            case REQUESTS -> requests();
            case RESPONSES -> responses();
            case DUTIES -> duties();
            case SLOW -> slow();
        };
    }

    private Section requests() throws IOException, InterruptedException {
        List<Attack> attacks = Corpus.attacks().stream()
                .filter(attack -> plan.includes(attack.group() + ": " + attack.name()))
                .toList();
        List<Server> servers = servers();
        try {
            List<Findings.Row> rows = ofAll(rival -> {
                note(rival, attacks.size() + " hostile requests");
                Map<Attack, Finding> found =
                        AttackRun.run(rival, root, directory("requests-" + rival.name()), servers, attacks);
                return rows(
                        found,
                        (attack, finding) -> new Findings.Row(rival.name(), attack.group(), attack.name(), finding));
            });
            return new Findings(names(), rows).section("Hostile requests", text("requests.md"));
        } finally {
            servers.forEach(Server::close);
        }
    }

    private List<Server> servers() throws IOException, InterruptedException {
        return List.of(
                new ModelServer(),
                LoggingServer.nginx(directory("server-nginx")),
                LoggingServer.apache(directory("server-apache")),
                LoggingServer.node(directory("server-node"), LoggingServer.Leniency.STRICT),
                LoggingServer.node(directory("server-node-lenient"), LoggingServer.Leniency.LENIENT));
    }

    private Section responses() throws IOException, InterruptedException {
        List<Reply> replies = Corpus.replies().stream()
                .filter(reply -> plan.includes(reply.group() + ": " + reply.name()))
                .toList();
        List<Findings.Row> rows = ofAll(rival -> {
            note(rival, replies.size() + " hostile responses");
            Map<Reply, Finding> found = ReplyRun.run(rival, root, directory("responses-" + rival.name()), replies);
            return rows(
                    found, (reply, finding) -> new Findings.Row(rival.name(), reply.group(), reply.name(), finding));
        });
        return new Findings(names(), rows).section("Hostile responses", text("responses.md"));
    }

    private Section duties() throws IOException, InterruptedException {
        List<Duty> duties = DutyRun.duties().stream()
                .filter(duty -> plan.includes(duty.group() + ": " + duty.name()))
                .toList();
        Map<String, Map<Duty, String>> broken = new ConcurrentHashMap<>();
        ofAll(rival -> {
            note(rival, duties.size() + " duties");
            broken.put(rival.name(), DutyRun.run(rival, root, directory("duties-" + rival.name()), duties));
            return List.of();
        });
        return new Duties(names(), duties, broken).section("Duties of an intermediary", text("duties.md"));
    }

    private Section slow() throws IOException, InterruptedException {
        List<SlowRun.Result> results = new ArrayList<>();
        for (SlowRun.Mode mode : SlowRun.Mode.values()) {
            System.err.println("conformance: weir, slow " + mode.word());
            results.add(SlowRun.run(mode, root, directory("slow-" + mode.word())));
        }
        return SlowClients.section(results, text("slow.md"));
    }

    private static <T> List<Findings.Row> rows(Map<T, Finding> found, BiFunction<T, Finding, Findings.Row> row) {
        List<Findings.Row> rows = new ArrayList<>();
        found.forEach((message, finding) -> rows.add(row.apply(message, finding)));
        return rows;
    }

    /** What is done with one proxy. */
    private interface Work<T> {
        List<T> with(Rival rival) throws IOException, InterruptedException;
    }

    // All proxies at the same time: most of it is waiting.
    private <T> List<T> ofAll(Work<T> task) throws IOException, InterruptedException {
        ExecutorService threads = Executors.newCachedThreadPool();
        try {
            List<Future<List<T>>> parts = new ArrayList<>();
            for (Rival rival : plan.rivals()) {
                parts.add(threads.submit(() -> task.with(rival)));
            }
            List<T> all = new ArrayList<>();
            for (Future<List<T>> part : parts) {
                all.addAll(part.get());
            }
            return all;
        } catch (ExecutionException e) {
            throw new IOException("a proxy could not be tested", e);
        } finally {
            threads.shutdownNow();
        }
    }

    private String document(List<Section> sections) throws IOException {
        StringBuilder document = new StringBuilder(text("head.md"))
                .append("\n\n")
                .append("Run of ")
                .append(LocalDate.now(ZoneOffset.UTC))
                .append(":\n\n");
        for (Rival rival : plan.rivals()) {
            document.append("- ")
                    .append(rival.name())
                    .append(": ")
                    .append(Running.version(rival, root))
                    .append('\n');
        }
        for (Section section : sections) {
            document.append('\n').append(section.markdown().strip()).append('\n');
        }
        return document.append('\n').append(text("why.md")).append('\n').toString();
    }

    private List<String> names() {
        return plan.rivals().stream().map(Rival::name).toList();
    }

    private Path directory(String name) throws IOException {
        return Files.createDirectories(work.resolve(name));
    }

    private static void note(Rival rival, String what) {
        System.err.println("conformance: " + rival.name() + ", " + what);
    }

    // What people have written, between the tables.
    private static String text(String name) throws IOException {
        try (InputStream in = Proof.class.getResourceAsStream(name)) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }
}
