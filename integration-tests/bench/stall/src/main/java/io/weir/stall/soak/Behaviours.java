package io.weir.stall.soak;

import io.weir.stall.wire.Paths;
import java.io.IOException;
import java.time.Duration;
import java.util.SplittableRandom;

/** The behaviours of clients, good and bad. */
final class Behaviours {

    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final long ENDLESS = 100L * MIB;

    private Behaviours() {}

    /** A few small requests on one connection, with pauses between some of them. */
    static void browse(SplittableRandom random, Line line) throws IOException {
        int requests = random.nextInt(1, 20);
        for (int i = 0; i < requests; i++) {
            if (random.nextInt(8) == 0) {
                Line.pause(millis(random, 3000));
            }
            small(line);
        }
    }

    /** A few small requests in one piece. */
    static void pipeline(SplittableRandom random, Line line) throws IOException {
        int requests = random.nextInt(2, 12);
        line.send(get(Paths.SMALL).repeat(requests));
        for (int i = 0; i < requests; i++) {
            line.expectOk();
            line.expectPattern(0, Paths.SMALL_BYTES);
        }
    }

    /** Half a head, and the rest before its time is over. */
    static void hesitate(SplittableRandom random, Line line) throws IOException {
        String head = get(Paths.SMALL);
        int half = random.nextInt(1, head.length());
        line.send(head.substring(0, half));
        Line.pause(millis(random, 6000));
        line.send(head.substring(half));
        line.expectOk();
        line.expectPattern(0, Paths.SMALL_BYTES);
    }

    /** A download that is read in bursts. */
    static void download(SplittableRandom random, Line line) throws IOException {
        long size = random.nextInt(KIB, 4 * MIB);
        line.send(get(Paths.BIG + "?" + size));
        line.expectOk();
        for (long position = 0; position < size; ) {
            long next = Math.min(size, position + random.nextInt(1, 512 * KIB));
            line.expectPattern(position, next);
            position = next;
            Line.pause(millis(random, 300));
        }
    }

    /** A download that is broken off somewhere. */
    static void breakOff(SplittableRandom random, Line line) throws IOException {
        line.send(get(Paths.BIG + "?" + ENDLESS));
        line.expectOk();
        line.expectPattern(0, random.nextInt(2 * MIB));
        line.reset();
    }

    /** An upload, in bursts. */
    static void upload(SplittableRandom random, Line line) throws IOException {
        long size = random.nextInt(1, 2 * MIB);
        line.send(post(Paths.SINK, size));
        for (long position = 0; position < size; ) {
            long next = Math.min(size, position + random.nextInt(1, 512 * KIB));
            line.sendPattern(position, next);
            position = next;
            Line.pause(millis(random, 200));
        }
        line.expectOk();
        line.expectVerdict(size);
    }

    /** An upload that is broken off somewhere, or its server never reads. */
    static void abandonUpload(SplittableRandom random, Line line) throws IOException {
        line.send(post(random.nextBoolean() ? Paths.SINK : Paths.SINK_NEVER, ENDLESS));
        line.sendPattern(0, random.nextInt(100 * KIB));
        Line.pause(millis(random, 10_000));
        line.reset();
    }

    /** What is no request. */
    static void babble(SplittableRandom random, Line line) throws IOException {
        line.send("\u0001".repeat(random.nextInt(1, 100)) + "\r\n\r\n");
        int status = line.readHead();
        if (status != 400) {
            throw new ViolationException("status " + status + " to what is no request");
        }
    }

    /** A download of which only the beginning is read, for a long while; then it is gone on with, or not. */
    static void stall(SplittableRandom random, Line line) throws IOException {
        line.send(get(Paths.BIG + "?" + ENDLESS));
        line.expectOk();
        line.expectPattern(0, KIB);
        Line.pause(millis(random, 40_000));
        if (random.nextBoolean()) {
            line.expectPattern(KIB, 2 * MIB);
        }
        line.reset();
    }

    private static void small(Line line) throws IOException {
        line.send(get(Paths.SMALL));
        line.expectOk();
        line.expectPattern(0, Paths.SMALL_BYTES);
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: soak.test\r\n\r\n";
    }

    private static String post(String target, long length) {
        return "POST " + target + " HTTP/1.1\r\nHost: soak.test\r\nContent-Length: " + length + "\r\n\r\n";
    }

    private static Duration millis(SplittableRandom random, int most) {
        return Duration.ofMillis(random.nextInt(most));
    }
}
