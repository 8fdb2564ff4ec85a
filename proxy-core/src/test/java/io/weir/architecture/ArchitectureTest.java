package io.weir.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import com.tngtech.archunit.lang.ArchRule;
import io.weir.testing.HouseRules;

/** The arrows between the packages of the engine. An arrow that is not here is a change of design. */
@AnalyzeClasses(packages = "io.weir", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
    @ArchTest
    static final ArchTests HOUSE = ArchTests.in(HouseRules.class);

    @ArchTest
    static final ArchTests STRUCTURE = ArchTests.in(StructureRules.class);

    /** A package that is not named here fails too: it has no place in the design yet. */
    @ArchTest
    static final ArchRule ARROWS = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .withOptionalLayers(true)
            .layer("time")
            .definedBy("io.weir.time..")
            .layer("buffer")
            .definedBy("io.weir.buffer..")
            .layer("socket")
            .definedBy("io.weir.socket..")
            .layer("reason")
            .definedBy("io.weir.reason..")
            .layer("http")
            .definedBy("io.weir.http..")
            .layer("forwarded")
            .definedBy("io.weir.forwarded..")
            .layer("http1")
            .definedBy("io.weir.http1..")
            .layer("proxyprotocol")
            .definedBy("io.weir.proxyprotocol..")
            .layer("backend")
            .definedBy("io.weir.backend..")
            .layer("balance")
            .definedBy("io.weir.balance..")
            .layer("health")
            .definedBy("io.weir.health..")
            .layer("route")
            .definedBy("io.weir.route..")
            .layer("settings")
            .definedBy("io.weir.settings..")
            .layer("connection")
            .definedBy("io.weir.connection..")
            .layer("exchange")
            .definedBy("io.weir.exchange..")
            .layer("tunnel")
            .definedBy("io.weir.tunnel..")
            .layer("session")
            .definedBy("io.weir.session..")
            .layer("transport")
            .definedBy("io.weir.transport..")
            .layer("root")
            .definedBy("io.weir")
            .whereLayer("time")
            .mayNotAccessAnyLayer()
            .whereLayer("reason")
            .mayNotAccessAnyLayer()
            .whereLayer("socket")
            .mayNotAccessAnyLayer()
            .whereLayer("http")
            .mayOnlyAccessLayers("reason")
            .whereLayer("forwarded")
            .mayOnlyAccessLayers("http")
            .whereLayer("http1")
            .mayOnlyAccessLayers("forwarded", "http")
            .whereLayer("proxyprotocol")
            .mayOnlyAccessLayers("http")
            .whereLayer("buffer")
            .mayOnlyAccessLayers("time")
            .whereLayer("backend")
            .mayOnlyAccessLayers("time")
            .whereLayer("balance")
            .mayOnlyAccessLayers("backend")
            .whereLayer("health")
            .mayOnlyAccessLayers("backend")
            .whereLayer("route")
            .mayOnlyAccessLayers("backend", "http")
            .whereLayer("settings")
            .mayOnlyAccessLayers("route", "forwarded")
            .whereLayer("connection")
            .mayOnlyAccessLayers("backend", "buffer")
            .whereLayer("exchange")
            .mayOnlyAccessLayers(
                    "settings",
                    "connection",
                    "route",
                    "balance",
                    "backend",
                    "proxyprotocol",
                    "buffer",
                    "forwarded",
                    "http",
                    "reason",
                    "time")
            .whereLayer("tunnel")
            .mayOnlyAccessLayers("exchange", "settings", "connection", "buffer", "reason", "time")
            .whereLayer("session")
            .mayOnlyAccessLayers(
                    "tunnel",
                    "exchange",
                    "settings",
                    "connection",
                    "backend",
                    "proxyprotocol",
                    "buffer",
                    "http1",
                    "forwarded",
                    "http",
                    "reason",
                    "time")
            .whereLayer("transport")
            .mayOnlyAccessLayers(
                    "session",
                    "exchange",
                    "settings",
                    "connection",
                    "socket",
                    "health",
                    "balance",
                    "backend",
                    "forwarded",
                    "http",
                    "reason",
                    "buffer",
                    "time")
            .whereLayer("root")
            .mayNotBeAccessedByAnyLayer()
            .ensureAllClassesAreContainedInArchitecture()
            .because("what is below can be understood, tested and reused without what is above");

    @ArchTest
    static final ArchRule TRANSPORT_WALL = noClasses()
            .that(resideOutsideOfPackages("io.weir", "io.weir.transport.."))
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.netty..").and(resideOutsideOfPackages("io.netty.buffer..", "io.netty.util..")))
            .because("a session decides on bytes and time, and is tested without a socket")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule EMBEDDABLE = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.micrometer..", "io.prometheus..", "com.typesafe..", "org.apache.commons..", "ch.qos.logback..")
            .because("who embeds the engine brings metrics, configuration and a command line of their own");
}
