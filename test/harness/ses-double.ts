import PostalMime, { type Email } from 'postal-mime';
import { answerJson, answerWithFault, HttpDouble, type HttpFault } from './http-double';

/** One mail that the double took: the judge of what was sent. */
export interface SesMail {
  readonly id: string;
  readonly to: string;
  readonly raw: Buffer;
  readonly tags: Readonly<Record<string, string>>;
  readonly configurationSet: string | null;
  readonly userAgent: string;
}

/** The SendEmail of SES, API version 2, over real HTTP, with a ledger of its own. It recognises no repeats: every mail counts. */
export class SesDouble {
  readonly ledger: SesMail[] = [];
  /** Every request, also those that were refused. */
  readonly calls: string[] = [];
  onSend: (to: string) => HttpFault = () => 'ok';
  private http: HttpDouble;

  static async start(): Promise<SesDouble> {
    const double = new SesDouble();
    double.http = await HttpDouble.start((call, response) => {
      const refuse = (status: number, name: string, message: string): void =>
        answerJson(response, status, { message }, { 'x-amzn-errortype': name });
      if (call.method !== 'POST' || call.path !== '/v2/email/outbound-emails')
        return refuse(404, 'NotFoundException', 'No such path');
      if (!/^AWS4-HMAC-SHA256 Credential=test\//.test(call.headers.authorization ?? ''))
        return refuse(403, 'UnrecognizedClientException', 'No such key');
      const request = JSON.parse(call.body);
      const to: string = request.Destination.ToAddresses[0];
      double.calls.push(to);
      return answerWithFault(
        response,
        double.onSend(to),
        () => {
          const id = `ses-${double.ledger.length + 1}`;
          double.ledger.push({
            id,
            to,
            raw: Buffer.from(request.Content.Raw.Data, 'base64'),
            tags: Object.fromEntries(request.EmailTags.map((tag: any) => [tag.Name, tag.Value])),
            configurationSet: request.ConfigurationSetName ?? null,
            userAgent: String(call.headers['user-agent']),
          });
          return { MessageId: id };
        },
        (fault) => refuse(fault.status, fault.name, fault.message ?? fault.name),
      );
    });
    return double;
  }

  get url(): string {
    return this.http.url;
  }

  /** How many mails each address got. */
  countByRecipient(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { to } of this.ledger) counts.set(to, (counts.get(to) ?? 0) + 1);
    return counts;
  }

  /** The mails to one address, read as a mail program reads them. */
  readAll(to: string): Promise<Email[]> {
    return Promise.all(this.ledger.filter((mail) => mail.to === to).map((mail) => PostalMime.parse(mail.raw)));
  }

  stop(): Promise<void> {
    return this.http.stop();
  }
}
