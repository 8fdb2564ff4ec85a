package io.weir.server.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** An unresolved value as the library renders it: definitions laid over each other, the lowest first, with commas between them. */
final class SubstitutionText {

    /** One definition: how long its text is, and the paths that it refers to. */
    record Layer(int length, List<String> references) {}

    private static final String LIST = "[]";

    private final String path;
    private final String text;
    private final Deque<String> blocks = new ArrayDeque<>();
    private String key = "";
    private int afterKey;
    private final List<Layer> layers = new ArrayList<>();
    private final List<String> required = new ArrayList<>();
    private List<String> references = new ArrayList<>();
    private int begin;
    private int at;
    private int brackets;

    /** Of the value at that path. What stands for the elements that a list within it has already ({@code +=}) is left out: it adds none. */
    SubstitutionText(String path, String text) {
        this.path = path;
        this.text = text;
        while (at < text.length()) {
            step();
        }
        endLayer();
    }

    /** The lowest first. */
    List<Layer> layers() {
        return layers;
    }

    /** The paths that must name something, of all layers: those without a question mark. */
    List<String> required() {
        return required;
    }

    private void step() {
        char c = text.charAt(at);
        if (c == '"') {
            string();
        } else if (text.startsWith("${", at)) {
            reference();
        } else {
            bracket(c);
            at++;
            if (c == ',' && brackets == 0) {
                endLayer();
            }
        }
    }

    private void string() {
        int from = at;
        at = endOfQuotes();
        if (text.startsWith(":", at)) {
            key = text.substring(from, at);
            at++;
            afterKey = at;
        }
    }

    private void bracket(char c) {
        if (c == '{' || c == '[') {
            brackets++;
            blocks.addLast(c == '[' ? LIST : key);
            key = "";
        } else if (c == '}' || c == ']') {
            brackets--;
            key = "";
            blocks.pollLast();
        }
    }

    private void endLayer() {
        layers.add(new Layer(at - begin, references));
        references = new ArrayList<>();
        begin = at;
    }

    private void reference() {
        boolean first = at == afterKey;
        boolean optional = text.startsWith("${?", at);
        int from = optional ? at + 3 : at + 2;
        at = from;
        while (at < text.length() && text.charAt(at) != '}') {
            at = text.charAt(at) == '"' ? endOfQuotes() : at + 1;
        }
        String reference = normal(text.substring(from, at));
        at = Math.min(at + 1, text.length());
        if (!(first && text.startsWith("[", at) && isHere(reference))) {
            references.add(reference);
        }
        if (!optional) {
            required.add(reference);
        }
    }

    /** Whether the reference is to the key that it is the value of. */
    private boolean isHere(String reference) {
        StringBuilder here = new StringBuilder(path);
        blocks.stream().skip(1).forEach(block -> here.append('.').append(block));
        here.append('.').append(key);
        return normal(here.toString()).equals(reference);
    }

    private static String normal(String path) {
        try {
            return ConfigUtil.joinPath(ConfigUtil.splitPath(path));
        } catch (ConfigException noPath) {
            return path;
        }
    }

    private int endOfQuotes() {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '"') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        return Math.min(end + 1, text.length());
    }
}
