package io.weir.server.reload;

import io.weir.WeirReloadException;
import io.weir.WeirSettings;
import io.weir.server.config.LoadResult;
import io.weir.server.config.ProgramSettings;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;

/** A program that takes everything, unless told to fail, and notes what it is told. */
final class NotingTarget implements Target {

    volatile long oldest = 1;
    volatile int inUse;
    volatile WeirSettings started;
    volatile Optional<Throwable> fault = Optional.empty();
    volatile Optional<WeirReloadException> refusal = Optional.empty();
    final List<ProgramSettings> taken = new CopyOnWriteArrayList<>();
    final List<String> settling = new CopyOnWriteArrayList<>();
    final List<ReloadOutcome> told = new CopyOnWriteArrayList<>();

    static LoadResult thrown(Throwable fault) {
        if (fault instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) fault;
    }

    @Override
    public WeirSettings started() {
        return started;
    }

    @Override
    public long generation() {
        return 1L + taken.size();
    }

    @Override
    public List<Long> generations() {
        return LongStream.rangeClosed(oldest, generation()).boxed().toList();
    }

    @Override
    public Optional<WeirReloadException> whyNot(WeirSettings settings) {
        return refusal;
    }

    @Override
    public long take(ProgramSettings settings, int generations, String hash) {
        inUse = generations;
        fault.ifPresent(NotingTarget::thrown);
        taken.add(settings);
        return generation();
    }

    @Override
    public void runs(String hash) {}

    @Override
    public void tell(ReloadOutcome outcome) {
        told.add(outcome);
    }

    @Override
    public void unsettled() {
        settling.add("unsettled");
    }

    @Override
    public void settled() {
        settling.add("settled");
    }

    List<ReloadResult> results() {
        return told.stream().map(ReloadOutcome::result).toList();
    }
}
