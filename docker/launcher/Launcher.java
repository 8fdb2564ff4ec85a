import io.weir.server.launch.ExitCode;
import io.weir.server.launch.HealthProbe;
import io.weir.server.launch.JvmOptions;
import io.weir.server.launch.MemoryLimit;
import io.weir.server.launch.StatedMemory;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The first process of a container: works out how the JVM is to be started from the memory that the container may use, then becomes
 * that JVM by execv(2), so that signals reach it and nothing of the first one stays. What bin/weir does with a shell, where there is
 * none.
 *
 * {@code health} alone is answered here, without the program: a health check runs every few seconds, in the container's memory.
 */
final class Launcher {

    private static final String HOME = System.getProperty("java.home");
    private static final String JAR = HOME + "/weir.jar";

    private Launcher() {}

    public static void main(String[] arguments) throws Throwable {
        if (Boolean.getBoolean("weir.launcher.train")) {
            train(arguments);
        } else if (arguments.length == 1 && arguments[0].equals("health")) {
            System.exit(health());
        } else {
            execute(command(arguments));
        }
    }

    /** All but the last call: a JVM that has become another one cannot write an AOT cache. */
    private static void train(String[] arguments) {
        health();
        argv(command(arguments));
        execv();
    }

    private static int health() {
        HealthProbe.Result result = HealthProbe.ask(
                System.getenv().getOrDefault(HealthProbe.VARIABLE, HealthProbe.DEFAULT_ADDRESS));
        System.out.println(result.said());
        return (result.ready() ? ExitCode.OK : ExitCode.NOT_READY).number();
    }

    private static List<String> command(String[] arguments) {
        List<String> command = new ArrayList<>();
        command.add(HOME + "/bin/java");
        command.addAll(options(arguments));
        command.add("-XX:AOTCache=" + HOME + "/weir.aot");
        command.add("-Xlog:disable");
        command.add("-Xlog:all=warning:stderr");
        command.add("-Dweir.defaults=" + HOME + "/defaults.conf");
        Arrays.stream(System.getenv().getOrDefault("WEIR_JAVA_OPTS", "").split(" "))
                .filter(option -> !option.isBlank())
                .forEach(command::add);
        command.add("-jar");
        command.add(JAR);
        command.addAll(List.of(arguments));
        return command;
    }

    private static List<String> options(String[] arguments) {
        try {
            long memory = StatedMemory.of(System.getenv(), List.of(arguments), Launcher::askProgram)
                    .orElseGet(() -> MemoryLimit.detect().bytes());
            return JvmOptions.of(memory, System.getenv()).list();
        } catch (IllegalArgumentException wrong) {
            System.err.println("weir: " + wrong.getMessage());
            System.exit(ExitCode.USAGE.number());
            throw wrong;
        }
    }

    /** Has a JVM of its own read what the environment and the file state; empty if that fails, for which the program tells the reason. */
    private static OptionalLong askProgram(Optional<Path> file) {
        long heapMib = JvmOptions.of(MemoryLimit.detect().bytes(), Map.of()).heapMib();
        List<String> command = new ArrayList<>(List.of(
                HOME + "/bin/java",
                "-Xmx" + heapMib + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xlog:disable",
                "-cp",
                JAR,
                "io.weir.server.StatedMemoryMain"));
        file.ifPresent(path -> command.add(path.toString()));
        try {
            Process program =
                    new ProcessBuilder(command).redirectError(Redirect.DISCARD).start();
            String printed = new String(program.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return program.waitFor() == 0 && !printed.isEmpty()
                    ? OptionalLong.of(Long.parseLong(printed))
                    : OptionalLong.empty();
        } catch (IOException | NumberFormatException failed) {
            return OptionalLong.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return OptionalLong.empty();
        }
    }

    private static void execute(List<String> command) throws Throwable {
        MemorySegment argv = argv(command);
        int failed = (int) execv().invokeExact(argv.getAtIndex(ValueLayout.ADDRESS, 0), argv);
        System.err.println("weir: cannot start " + command.get(0) + ": execv gave " + failed);
        System.exit(ExitCode.UNEXPECTED.number());
    }

    private static MemorySegment argv(List<String> command) {
        Arena forEver = Arena.global();
        MemorySegment argv = forEver.allocate(ValueLayout.ADDRESS, command.size() + 1L);
        for (int i = 0; i < command.size(); i++) {
            argv.setAtIndex(ValueLayout.ADDRESS, i, forEver.allocateFrom(command.get(i)));
        }
        return argv;
    }

    @SuppressWarnings("restricted") // what this launcher is for
    private static MethodHandle execv() {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("execv"),
                FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));
    }
}
