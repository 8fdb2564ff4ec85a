package io.weir.http1;

import io.weir.http.Method;
import io.weir.http.ParseResult;
import java.util.ArrayList;
import java.util.List;

/** A head that was parsed from a text, and what came of it. */
public final class Parsed {

    public final Wire wire;
    public final Http1Head head = new Http1Head();
    public final HeadParser parser;
    public final ParseResult result;

    private Parsed(Wire wire, HeadLimits limits, boolean request, Method requestMethod) {
        this.wire = wire;
        parser = new HeadParser(limits);
        result = request
                ? parser.parseRequest(wire.bytes, wire.from, wire.to, head)
                : parser.parseResponse(wire.bytes, wire.from, wire.to, requestMethod, head);
    }

    public static Parsed request(String text) {
        return request(text, Wire.LIMITS);
    }

    public static Parsed request(String text, HeadLimits limits) {
        return new Parsed(Wire.of(text), limits, true, Method.OTHER);
    }

    public static Parsed response(String text) {
        return response(text, Method.GET);
    }

    public static Parsed response(String text, Method requestMethod) {
        return response(text, requestMethod, Wire.LIMITS);
    }

    public static Parsed response(String text, Method requestMethod, HeadLimits limits) {
        return new Parsed(Wire.of(text), limits, false, requestMethod);
    }

    public static Parsed completeRequest(String text) {
        return request(text).complete();
    }

    public static Parsed completeResponse(String text) {
        return response(text).complete();
    }

    public Parsed complete() {
        if (result != ParseResult.COMPLETE) {
            throw new AssertionError(outcome());
        }
        return this;
    }

    /** The result, or the violation where there is one. */
    public Object outcome() {
        return result == ParseResult.VIOLATION ? parser.violation() : result;
    }

    public String method() {
        return wire.text(head.methodStart(), head.methodEnd());
    }

    public String target() {
        return wire.text(head.targetStart(), head.targetEnd());
    }

    public String authority() {
        return wire.text(head.authorityStart(), head.authorityEnd());
    }

    public String path() {
        return wire.text(head.pathStart(), head.pathEnd());
    }

    /** Each field as {@code name=value}. */
    public List<String> fields() {
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < head.fieldCount(); i++) {
            fields.add(name(i) + "=" + wire.text(head.valueStart(i), head.valueEnd(i)));
        }
        return fields;
    }

    public String name(int field) {
        return wire.text(head.nameStart(field), head.nameEnd(field));
    }

    /** How many bytes the head has, counted from where it begins. */
    public int length() {
        return head.end() - head.start();
    }
}
