package io.weir.manifests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Namespace;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V2HorizontalPodAutoscaler;
import java.io.IOException;
import java.util.Map;

/** Refuses what Kubernetes would refuse of an object taken by itself: unknown fields, wrong types, required fields that are missing. */
final class Schema {

    /*
     * The types of the Java client are made from the OpenAPI description of Kubernetes. They know every field, but take a number
     * for a text and the other way round, which the server does not. Hence the way back to JSON: where a type has changed on
     * it, it was the wrong one.
     *
     * Those of the Prometheus operator keep what they do not know, unless told that there is no place for it. They do not
     * know which fields are required.
     */

    private interface Type {
        /** What is left of an object when it is read as of this type and written again. */
        String reread(String json) throws IOException;
    }

    private static final Map<String, Type> TYPES = Map.of(
            "v1 Namespace", json -> V1Namespace.fromJson(json).toJson(),
            "v1 ServiceAccount", json -> V1ServiceAccount.fromJson(json).toJson(),
            "v1 Service", json -> V1Service.fromJson(json).toJson(),
            "apps/v1 Deployment", json -> V1Deployment.fromJson(json).toJson(),
            "policy/v1 PodDisruptionBudget",
                    json -> V1PodDisruptionBudget.fromJson(json).toJson(),
            "networking.k8s.io/v1 NetworkPolicy",
                    json -> V1NetworkPolicy.fromJson(json).toJson(),
            "autoscaling/v2 HorizontalPodAutoscaler",
                    json -> V2HorizontalPodAutoscaler.fromJson(json).toJson(),
            "monitoring.coreos.com/v1 ServiceMonitor", Schema::serviceMonitor);

    private static final ObjectMapper STRICT = new ObjectMapper().setAnnotationIntrospector(new NoPlaceForUnknown());

    private Schema() {}

    /**
     * Checks an object with {@code apiVersion} and {@code kind}.
     *
     * @throws IllegalArgumentException if it is not as it must be
     */
    static void check(JsonObject object) {
        String name = object.get("apiVersion").getAsString() + " "
                + object.get("kind").getAsString();
        Type type = TYPES.get(name);
        if (type == null) {
            throw new IllegalArgumentException(name + " (expected: one of " + TYPES.keySet() + ")");
        }
        same(name, object, JsonParser.parseString(reread(name, type, object)));
    }

    private static String reread(String name, Type type, JsonObject object) {
        try {
            return type.reread(object.toString());
        } catch (IOException | RuntimeException wrong) {
            throw new IllegalArgumentException(name + ": " + wrong.getMessage(), wrong);
        }
    }

    private static void same(String path, JsonElement given, JsonElement reread) {
        if (given.isJsonObject()) {
            given.getAsJsonObject().entrySet().forEach(entry -> {
                JsonElement value = reread.getAsJsonObject().get(entry.getKey());
                require(value != null, path + "." + entry.getKey() + " is lost");
                same(path + "." + entry.getKey(), entry.getValue(), value);
            });
        } else if (given.isJsonArray()) {
            for (int i = 0; i < given.getAsJsonArray().size(); i++) {
                same(
                        path + "." + i,
                        given.getAsJsonArray().get(i),
                        reread.getAsJsonArray().get(i));
            }
        } else {
            require(typeOf(given).equals(typeOf(reread)), path + ": " + given + " (expected: " + typeOf(reread) + ")");
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }

    private static String typeOf(JsonElement element) {
        if (!element.isJsonPrimitive()) {
            return "no single value";
        }
        return element.getAsJsonPrimitive().isString()
                ? "a text"
                : element.getAsJsonPrimitive().isNumber() ? "a number" : "true or false";
    }

    private static String serviceMonitor(String json) throws JsonProcessingException {
        return STRICT.writeValueAsString(STRICT.readValue(json, ServiceMonitor.class));
    }

    /** Makes an unknown field an error. */
    private static final class NoPlaceForUnknown extends JacksonAnnotationIntrospector {

        @Override
        public Boolean hasAnySetter(Annotated annotated) {
            return false;
        }
    }
}
