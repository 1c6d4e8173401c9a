import { Histogram, type Registry } from 'prom-client';
import { type SmtpTiming, smtpTimings } from '../../delivery/smtp/timing.ts';

/** Times the SMTP transactions of this process by relay and result. */
export function addSmtpMetrics(registry: Registry): void {
  const duration = new Histogram({
    name: 'daily_papers_smtp_transaction_duration_seconds',
    help: 'Time from MAIL FROM to the last reply of the relay, in this process.',
    labelNames: ['relay', 'result'],
    buckets: [0.005, 0.02, 0.1, 0.5, 2, 10, 60],
    registers: [registry],
  });
  smtpTimings.subscribe((message) => {
    if (isTiming(message))
      duration.observe({ relay: message.relay, result: message.result }, message.seconds);
  });
}

function isTiming(message: unknown): message is SmtpTiming {
  return typeof message === 'object' && message !== null && 'seconds' in message;
}
