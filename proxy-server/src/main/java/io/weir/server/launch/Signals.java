package io.weir.server.launch;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

/** Signals of the operating system, where the JVM lets a program have them. */
final class Signals {

    /**
     * One signal that the process was sent.
     *
     * @param name without SIG, such as TERM
     */
    record Received(String name, int number) {}

    private Signals() {}

    /**
     * Has {@code handler} called on a new thread each time that the process is sent the signal of that name, in place of what the JVM does
     * by itself.
     *
     * @return false if the JVM keeps the signal to itself (option {@code -Xrs}), or has no module {@code jdk.unsupported}
     */
    static boolean handle(String name, Consumer<Received> handler) {
        // By reflection: javac warns of each mention of sun.misc, and that warning cannot be suppressed.
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Object proxy = Proxy.newProxyInstance(
                    Signals.class.getClassLoader(), new Class<?>[] {handlerType}, (self, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            handler.accept(received(arguments[0]));
                            return null;
                        }
                        return ofObject(self, method, arguments);
                    });
            Object wanted = signal.getConstructor(String.class).newInstance(name);
            signal.getMethod("handle", signal, handlerType).invoke(null, wanted, proxy);
            return true;
        } catch (ReflectiveOperationException notToBeHad) {
            return false;
        }
    }

    private static Received received(Object signal) throws ReflectiveOperationException {
        Class<?> type = signal.getClass();
        return new Received((String) type.getMethod("getName").invoke(signal), (int)
                type.getMethod("getNumber").invoke(signal));
    }

    // A proxy is asked for equals, hashCode and toString as well.
    @SuppressWarnings("ReferenceEquality") // It is equal to itself alone.
    private static Object ofObject(Object self, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            default -> "a signal handler of Weir";
        };
    }
}
