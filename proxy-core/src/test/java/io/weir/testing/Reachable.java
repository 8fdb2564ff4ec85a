package io.weir.testing;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Text on the heap that an object keeps alive. Follows the fields of the project's and of Netty's classes, arrays, collections and
 * maps; of what else belongs to the JDK it knows strings and buffers.
 */
public final class Reachable {

    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> toVisit = new ArrayDeque<>();
    private final Set<Class<?>> shared;
    private final String mark;
    private long bytes;

    private Reachable(String mark, Set<Class<?>> shared) {
        this.mark = mark;
        this.shared = shared;
    }

    /**
     * Bytes of all arrays and strings with {@code mark} in them that can be reached from {@code root}.
     *
     * @param shared classes that belong to all, whose objects are not followed
     */
    public static long bytesMarked(String mark, Object root, Set<Class<?>> shared) {
        Reachable reachable = new Reachable(mark, shared);
        reachable.walk(root);
        return reachable.bytes;
    }

    /** Whether {@code target} can be reached from {@code root}. */
    public static boolean reaches(Object target, Object root, Set<Class<?>> shared) {
        Reachable reachable = new Reachable("nothing", shared);
        reachable.walk(root);
        return reachable.seen.contains(target);
    }

    /** The objects of this class that can be reached from {@code root}. */
    public static <T> List<T> instances(Class<T> type, Object root) {
        Reachable reachable = new Reachable("nothing", Set.of());
        reachable.walk(root);
        return reachable.seen.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** How many objects can be reached from {@code root}. */
    public static int count(Object root) {
        Reachable reachable = new Reachable("nothing", Set.of());
        reachable.walk(root);
        return reachable.seen.size();
    }

    private void walk(Object root) {
        visit(root);
        while (!toVisit.isEmpty()) {
            follow(toVisit.remove());
        }
    }

    private void visit(Object object) {
        if (object != null && !shared.contains(object.getClass()) && seen.add(object)) {
            toVisit.add(object);
        }
    }

    private void follow(Object object) {
        if (object instanceof byte[] array) {
            count(new String(array, StandardCharsets.ISO_8859_1));
        } else if (object instanceof CharSequence text) {
            count(text.toString());
        } else if (object instanceof ByteBuffer buffer && buffer.hasArray()) {
            count(StandardCharsets.ISO_8859_1.decode(buffer.duplicate().clear()).toString());
        } else if (object instanceof Object[] array) {
            for (Object element : array) {
                visit(element);
            }
        } else if (object instanceof Collection<?> collection) {
            collection.forEach(this::visit);
        } else if (object instanceof Map<?, ?> map) {
            map.keySet().forEach(this::visit);
            map.values().forEach(this::visit);
        } else {
            followFields(object);
        }
    }

    private void count(String text) {
        bytes += text.contains(mark) ? text.length() : 0;
    }

    private void followFields(Object object) {
        for (Class<?> type = object.getClass(); isOurs(type); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
                    visit(valueOf(field, object));
                }
            }
        }
    }

    private static boolean isOurs(Class<?> type) {
        return type.getName().startsWith("io.weir.") || type.getName().startsWith("io.netty.");
    }

    private static Object valueOf(Field field, Object object) {
        try {
            field.setAccessible(true);
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new AssertionError(field.toString(), e);
        }
    }
}
