package io.weir.manifests;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every manifest is what Kubernetes takes. */
final class SchemaTest {

    // One is for kustomize, which has no types there; the other is for the Prometheus adapter.
    private static final List<String> NOT_FOR_THE_CLUSTER = List.of("kustomization.yaml", "prometheus-adapter.yaml");

    static List<Manifest> forTheCluster() {
        return Manifest.all().stream()
                .filter(manifest -> NOT_FOR_THE_CLUSTER.stream().noneMatch(manifest.file()::endsWith))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("forTheCluster")
    void it_is_as_the_schema_says(Manifest manifest) {
        Schema.check(manifest.content());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            Deployment | spec | replica | 2 | `replica` in the JSON string is not defined
            Deployment | spec | replicas | "two" | "two"
            Deployment | spec | replicas | "2" | spec.replicas: "2" (expected: a number)
            Deployment | spec | selector |  | required field `selector`
            Deployment | spec.template.spec.containers.0 | name |  | required field `name`
            Deployment | spec.template.spec.containers.0 | args | "run" | `args` to be an array
            Deployment | spec.template.spec.containers.0 | env | [{"name":"WEIR_BUFFERS_COUNT","value":64}] | env.0.value: 64 (expected: a text)
            Deployment | spec.template.spec.containers.0.resources.limits | memory | "256MiB" | suffix
            Deployment | spec.template.spec.containers.0.startupProbe.httpGet | pth | "/" | `pth` in the JSON string is not defined
            Deployment | spec.template.spec.containers.0.lifecycle.preStop.sleep | seconds |  | required field `seconds`
            Deployment | spec.template.spec.containers.0.securityContext | readOnlyRootFilesystem | "yes" | readOnlyRootFilesystem: "yes" (expected: true or false)
            Service | spec.ports.0 | port |  | required field `port`
            Service | spec.ports.0 | targetport | "http" | `targetport` in the JSON string is not defined
            NetworkPolicy | spec | ingres | [] | `ingres` in the JSON string is not defined
            PodDisruptionBudget | spec | minAvailable | [1] | `minAvailable`
            HorizontalPodAutoscaler | spec | maxReplicas |  | required field `maxReplicas`
            HorizontalPodAutoscaler | spec.metrics.0.pods.target | averageValue | 10 | averageValue: 10 (expected: a text)
            ServiceMonitor | spec.endpoints.0 | intervall | "15s" | Unrecognized field "intervall"
            ServiceMonitor | spec.endpoints.0 | port | 9901 | endpoints.0.port: 9901 (expected: a text)
            ServiceMonitor | spec | endpoints | "admin" | ServiceMonitorSpec["endpoints"]
            """)
    void a_broken_one_is_refused(String kind, String path, String field, String value, String complaint) {
        Manifest manifest = Manifest.of(kind, "weir");
        JsonObject object = manifest.at(path).getAsJsonObject();
        object.remove(field);
        if (value != null) {
            object.add(field, JsonParser.parseString(value));
        }
        assertThatThrownBy(() -> Schema.check(manifest.content())).hasMessageContaining(complaint);
    }
}
