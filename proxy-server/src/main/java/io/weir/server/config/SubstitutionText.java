package io.weir.server.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayList;
import java.util.List;

/** An unresolved value as the library renders it: definitions laid over each other, the lowest first, with commas between them. */
final class SubstitutionText {

    /** One definition: how long its text is, and the paths that it refers to. */
    record Layer(int length, List<String> references) {}

    private final String text;
    private final List<Layer> layers = new ArrayList<>();
    private List<String> references = new ArrayList<>();
    private int begin;
    private int at;
    private int brackets;

    SubstitutionText(String text) {
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

    private void step() {
        char c = text.charAt(at);
        if (c == '"') {
            at = endOfQuotes();
        } else if (text.startsWith("${", at)) {
            reference();
        } else {
            brackets += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
            at++;
            if (c == ',' && brackets == 0) {
                endLayer();
            }
        }
    }

    private void endLayer() {
        layers.add(new Layer(at - begin, references));
        references = new ArrayList<>();
        begin = at;
    }

    private void reference() {
        int from = text.startsWith("${?", at) ? at + 3 : at + 2;
        at = from;
        while (at < text.length() && text.charAt(at) != '}') {
            at = text.charAt(at) == '"' ? endOfQuotes() : at + 1;
        }
        references.add(normal(text.substring(from, at)));
        at = Math.min(at + 1, text.length());
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
