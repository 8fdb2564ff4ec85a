package io.weir.manifests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no schema sees: that the manifests fit each other, the configuration and the documents. */
final class ManifestsTest {

    // What Weir takes beyond timeouts.drain before it gives up: cli.Serving.CLOSING.
    private static final Duration CLOSING = Duration.ofSeconds(10);
    private static final Duration MARGIN = Duration.ofSeconds(5);
    private static final String POD = "spec.template.spec";
    private static final String CONTAINER = POD + ".containers.0";

    private final Manifest deployment = Manifest.of("Deployment", "weir");
    private final Config weir = ConfigFactory.parseString(Manifest.fileText("docker/kubernetes/base/weir.conf"))
            .getConfig("weir");

    @ParameterizedTest
    @CsvSource({
        "Deployment, weir, spec.selector.matchLabels",
        "Deployment, weir, spec.template.spec.topologySpreadConstraints.0.labelSelector.matchLabels",
        "Deployment, weir, spec.template.spec.topologySpreadConstraints.1.labelSelector.matchLabels",
        "Service, weir, spec.selector",
        "Service, weir-admin, spec.selector",
        "PodDisruptionBudget, weir, spec.selector.matchLabels",
        "NetworkPolicy, weir, spec.podSelector.matchLabels"
    })
    void a_selector_finds_the_pods(String kind, String name, String path) {
        assertSelects(Manifest.of(kind, name).at(path), deployment.at("spec.template.metadata.labels"));
    }

    @ParameterizedTest
    @CsvSource({
        "Deployment, weir, spec.template.spec.containers.0.startupProbe.httpGet.port, admin",
        "Deployment, weir, spec.template.spec.containers.0.readinessProbe.httpGet.port, admin",
        "Deployment, weir, spec.template.spec.containers.0.livenessProbe.httpGet.port, admin",
        "Service, weir, spec.ports.0.targetPort, http",
        "Service, weir-admin, spec.ports.0.targetPort, admin",
        "NetworkPolicy, weir, spec.ingress.0.ports.0.port, http",
        "NetworkPolicy, weir, spec.ingress.1.ports.0.port, admin"
    })
    void a_port_is_one_of_the_container(String kind, String name, String path, String port) {
        assertThat(Manifest.of(kind, name).text(path)).isEqualTo(port);
        assertThat(containerPort(port)).isPositive();
    }

    @Test
    void the_container_has_the_ports_of_the_configuration() {
        assertThat(weir.getString("listeners.web.bind")).isEqualTo(":" + containerPort("http"));
        assertThat(weir.getString("admin.bind")).isEqualTo(":" + containerPort("admin"));
        assertThat(Manifest.of("Service", "weir-admin").number("spec.ports.0.port"))
                .isEqualTo(containerPort("admin"));
    }

    @Test
    void clients_do_not_see_the_admin_port() {
        assertThat(Manifest.of("Service", "weir").list("spec.ports")).hasSize(1);
    }

    @Test
    void kubernetes_waits_until_weir_has_drained() {
        Duration grace = Duration.ofSeconds(deployment.number(POD + ".terminationGracePeriodSeconds"));
        Duration preStop = Duration.ofSeconds(deployment.number(CONTAINER + ".lifecycle.preStop.sleep.seconds"));
        Duration drain = weir.getDuration("timeouts.drain");
        assertThat(grace)
                .isGreaterThanOrEqualTo(preStop.plus(drain).plus(CLOSING).plus(MARGIN));
    }

    @Test
    void a_new_pod_is_ready_before_an_old_one_goes() {
        assertThat(deployment.number("spec.strategy.rollingUpdate.maxUnavailable"))
                .isZero();
        assertThat(deployment.number("spec.strategy.rollingUpdate.maxSurge")).isPositive();
    }

    @Test
    void all_memory_that_may_be_used_is_asked_for() {
        assertThat(deployment.text(CONTAINER + ".resources.requests.memory"))
                .isEqualTo(deployment.text(CONTAINER + ".resources.limits.memory"));
    }

    @Test
    void the_number_of_event_loops_does_not_depend_on_the_node() {
        assertThat(deployment
                        .at(CONTAINER + ".resources.limits")
                        .getAsJsonObject()
                        .has("cpu"))
                .isFalse();
        assertThat(weir.getString("event-loops")).isEqualTo(deployment.text(CONTAINER + ".resources.requests.cpu"));
    }

    @ParameterizedTest
    @CsvSource({
        "spec.template.spec.securityContext.runAsNonRoot, true",
        "spec.template.spec.securityContext.runAsUser, 65532",
        "spec.template.spec.securityContext.seccompProfile.type, RuntimeDefault",
        "spec.template.spec.containers.0.securityContext.allowPrivilegeEscalation, false",
        "spec.template.spec.containers.0.securityContext.readOnlyRootFilesystem, true",
        "spec.template.spec.containers.0.securityContext.capabilities.drop, ALL",
        "spec.template.spec.automountServiceAccountToken, false",
        // A Service named weir would put WEIR_PORT into the environment, where Weir looks for its configuration.
        "spec.template.spec.enableServiceLinks, false"
    })
    void a_pod_may_do_as_little_as_possible(String path, String value) {
        assertThat(deployment.text(path)).isEqualTo(value);
    }

    @Test
    void the_namespace_insists_on_that() {
        assertThat(Manifest.of("Namespace", "weir").content().toString())
                .contains("\"pod-security.kubernetes.io/enforce\":\"restricted\"");
        assertThat(Manifest.of("ServiceAccount", "weir").text("automountServiceAccountToken"))
                .isEqualTo("false");
    }

    @Test
    void the_configuration_is_mounted_where_the_program_looks_for_it() {
        Manifest kustomization = Manifest.in("base/kustomization.yaml").get(0);
        assertThat(kustomization.text("configMapGenerator.0.files.0")).isEqualTo("weir.conf");
        assertThat(deployment.text(POD + ".volumes.0.configMap.name"))
                .isEqualTo(kustomization.text("configMapGenerator.0.name"));
        assertThat(deployment.text(CONTAINER + ".volumeMounts.0.name"))
                .isEqualTo(deployment.text(POD + ".volumes.0.name"));
        assertThat(deployment.text(CONTAINER + ".args.1"))
                .isEqualTo(deployment.text(CONTAINER + ".volumeMounts.0.mountPath") + "/weir.conf");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "prometheus"})
    void every_file_is_applied_and_is_there(String directory) {
        String kustomization = directory + "/kustomization.yaml";
        List<String> resources = Manifest.in(kustomization).get(0).at("resources").getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .filter(resource -> !resource.startsWith("../"))
                .map(resource -> directory + "/" + resource)
                .toList();
        List<String> files = Manifest.all().stream()
                .map(Manifest::file)
                .distinct()
                .filter(file -> file.startsWith(directory + "/") && !file.equals(kustomization))
                // Goes to the adapter, not to the cluster.
                .filter(file -> !file.endsWith("/prometheus-adapter.yaml"))
                .toList();
        assertThat(resources).containsExactlyInAnyOrderElementsOf(files);
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "prometheus"})
    void kustomize_has_nothing_to_complain_of(String directory) throws IOException, InterruptedException {
        assumeTrue(isInPath("kubectl"), "kubectl is not installed");
        Process kubectl = new ProcessBuilder("kubectl", "kustomize", Manifest.DIRECTORY + "/" + directory)
                .redirectErrorStream(true)
                .start();
        String output = new String(kubectl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(kubectl.waitFor()).as(output).isZero();
        assertThat(output).contains("image: weir:local").containsPattern("name: weir-[a-z0-9]{10}\n");
    }

    @Test
    void prometheus_finds_the_admin_port_of_the_admin_service_only() {
        Manifest monitor = Manifest.of("ServiceMonitor", "weir");
        JsonElement selector = monitor.at("spec.selector.matchLabels");
        Manifest admin = Manifest.of("Service", "weir-admin");
        assertSelects(selector, admin.at("metadata.labels"));
        assertThat(monitor.text("spec.endpoints.0.port")).isEqualTo(admin.text("spec.ports.0.name"));
        assertThat(Manifest.of("Service", "weir").at("metadata.labels").toString())
                .doesNotContain("app.kubernetes.io/component");
        assertThat(selector.toString()).contains("app.kubernetes.io/component");
    }

    @Test
    void the_autoscaler_scales_the_pods_and_keeps_two() {
        Manifest autoscaler = Manifest.of("HorizontalPodAutoscaler", "weir");
        assertThat(autoscaler.text("spec.scaleTargetRef.kind")).isEqualTo(deployment.text("kind"));
        assertThat(autoscaler.text("spec.scaleTargetRef.apiVersion")).isEqualTo(deployment.text("apiVersion"));
        assertThat(autoscaler.text("spec.scaleTargetRef.name")).isEqualTo(deployment.text("metadata.name"));
        assertThat(autoscaler.number("spec.minReplicas")).isGreaterThanOrEqualTo(2);
    }

    @Test
    void a_metric_of_the_autoscaler_is_made_of_one_that_weir_has() {
        List<JsonObject> rules =
                Manifest.in("prometheus/prometheus-adapter.yaml").get(0).list("rules");
        List<String> made = rules.stream()
                .map(rule -> rule.getAsJsonObject("name").get("as").getAsString())
                .toList();
        List<String> wanted = Manifest.of("HorizontalPodAutoscaler", "weir").list("spec.metrics").stream()
                .map(metric -> metric.getAsJsonObject("pods")
                        .getAsJsonObject("metric")
                        .get("name")
                        .getAsString())
                .toList();
        assertThat(wanted).isNotEmpty().containsExactlyInAnyOrderElementsOf(made);
        rules.forEach(ManifestsTest::assertIsOfWeir);
    }

    private static void assertIsOfWeir(JsonObject rule) {
        Matcher series = Pattern.compile("(weir_\\w+)\\{namespace!=\"\",pod!=\"\"}")
                .matcher(rule.get("seriesQuery").getAsString());
        assertThat(series.matches()).as("%s", rule).isTrue();
        assertThat(Manifest.fileText("docs/metrics.md")).contains("| `" + series.group(1) + "` |");
        assertThat(rule.getAsJsonObject("name").get("matches").getAsString()).isEqualTo(series.group(1));
    }

    private static void assertSelects(JsonElement selector, JsonElement labels) {
        assertThat(selector.getAsJsonObject().entrySet()).isNotEmpty();
        assertThat(labels.getAsJsonObject().entrySet())
                .containsAll(selector.getAsJsonObject().entrySet());
    }

    private static boolean isInPath(String program) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(directory -> new File(directory, program).canExecute());
    }

    private int containerPort(String name) {
        return deployment.list(CONTAINER + ".ports").stream()
                .filter(port -> port.get("name").getAsString().equals(name))
                .mapToInt(port -> port.get("containerPort").getAsInt())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no port " + name));
    }
}
