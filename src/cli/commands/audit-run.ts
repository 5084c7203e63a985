import { seal } from '#store/audit-seal';
import { type AuditReport, verifyAudit } from '#store/audit-verify';
import { listCities } from '#store/city';
import type { Call, ExitCode } from '../command.ts';
import { withCity } from '../open-database.ts';

/** Seals what can be sealed, then checks every batch of every city; exit code 1 names the first broken one. */
export async function runAuditVerify({ environment, out, options }: Call): Promise<ExitCode> {
  return withCity<ExitCode>(environment, out, async ({ store }) => {
    const reports: (AuditReport & { city: string })[] = [];
    for (const city of await listCities(store)) {
      if (environment.city !== undefined && environment.city !== city.id) continue;
      out.progress('progress.audit', { city: city.name });
      await seal(store, city.id);
      const report = await verifyAudit(store, city.id, options.expect);
      reports.push({ city: city.id, ...report });
      out.progressDone();
      const { broken } = report;
      if (broken) {
        out.say('audit.broken', {
          city: city.name,
          no: broken.no,
          at: broken.sealedAt ?? '—',
          what: out.texts(`audit.fault.${broken.fault}`),
          event: broken.eventId ?? '',
        });
      } else {
        const { seals, sealedEvents, unsealedEvents, details, lastHash } = report;
        out.say('audit.whole', { city: city.name, seals, sealedEvents, unsealedEvents, details, lastHash });
      }
    }
    if (reports.length === 0) out.say('audit.no-city');
    out.result({ ok: reports.every((report) => report.ok), cities: reports });
    return reports.every((report) => report.ok) ? 0 : 1;
  });
}
