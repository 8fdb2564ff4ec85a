package io.weir.http;

import java.util.ArrayList;
import java.util.List;

/** A head that was parsed from a text, and what came of it. */
final class Parsed {

    final Wire wire;
    final Head head = new Head();
    final HeadParser parser;
    final ParseResult result;

    private Parsed(Wire wire, HeadLimits limits, boolean request, Method requestMethod) {
        this.wire = wire;
        parser = new HeadParser(limits);
        result = request
                ? parser.parseRequest(wire.bytes, wire.from, wire.to, head)
                : parser.parseResponse(wire.bytes, wire.from, wire.to, requestMethod, head);
    }

    static Parsed request(String text) {
        return request(text, Wire.LIMITS);
    }

    static Parsed request(String text, HeadLimits limits) {
        return new Parsed(Wire.of(text), limits, true, Method.OTHER);
    }

    static Parsed response(String text) {
        return response(text, Method.GET);
    }

    static Parsed response(String text, Method requestMethod) {
        return response(text, requestMethod, Wire.LIMITS);
    }

    static Parsed response(String text, Method requestMethod, HeadLimits limits) {
        return new Parsed(Wire.of(text), limits, false, requestMethod);
    }

    static Parsed completeRequest(String text) {
        return request(text).complete();
    }

    static Parsed completeResponse(String text) {
        return response(text).complete();
    }

    Parsed complete() {
        if (result != ParseResult.COMPLETE) {
            throw new AssertionError(outcome());
        }
        return this;
    }

    /** The result, or the violation where there is one. */
    Object outcome() {
        return result == ParseResult.VIOLATION ? parser.violation() : result;
    }

    String method() {
        return wire.text(head.methodStart(), head.methodEnd());
    }

    String target() {
        return wire.text(head.targetStart(), head.targetEnd());
    }

    String authority() {
        return wire.text(head.authorityStart(), head.authorityEnd());
    }

    String path() {
        return wire.text(head.pathStart(), head.pathEnd());
    }

    /** Each field as {@code name=value}. */
    List<String> fields() {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < head.fieldCount(); i++) {
            fields.add(name(i) + "=" + wire.text(head.valueStart(i), head.valueEnd(i)));
        }
        return fields;
    }

    String name(int field) {
        return wire.text(head.nameStart(field), head.nameEnd(field));
    }

    /** How many bytes the head has, counted from where it begins. */
    int length() {
        return head.end() - head.start();
    }
}
