// A first call in three languages: starts a session with the admin secret from the environment and lists the webcasts.

export const LANGUAGES = ["Python", "Node", "curl"] as const;
export type Language = (typeof LANGUAGES)[number];

export function snippet(language: Language, service: string, partner: number): string {
  switch (language) {
    case "Python":
      return `# pip install KalturaApiClient
import os
from KalturaClient import KalturaClient, KalturaConfiguration
from KalturaClient.Plugins.Core import KalturaSessionType

config = KalturaConfiguration()
config.serviceUrl = "${service}"
client = KalturaClient(config)
ks = client.session.start(os.environ["ADMIN_SECRET"], "admin", KalturaSessionType.ADMIN, ${partner})
client.setKs(ks)
for webcast in client.liveStream.list().getObjects():
    print(webcast.getId(), webcast.getName())`;
    case "Node":
      return `// npm install kaltura-client
const kaltura = require("kaltura-client");

const config = new kaltura.Configuration();
config.serviceUrl = "${service}";
const client = new kaltura.Client(config);

const type = kaltura.enums.SessionType.ADMIN;
kaltura.services.session.start(process.env.ADMIN_SECRET, "admin", type, ${partner})
  .execute(client)
  .then((ks) => {
    client.setKs(ks);
    return kaltura.services.liveStream.listAction().execute(client);
  })
  .then((list) => list.objects.forEach((webcast) => console.log(webcast.id, webcast.name)));`;
    case "curl":
      return `KS=$(curl -s ${service}/api_v3/service/session/action/start \\
  -d format=1 -d partnerId=${partner} -d type=2 -d userId=admin \\
  --data-urlencode "secret=$ADMIN_SECRET" | tr -d '"')

curl -s ${service}/api_v3/service/liveStream/action/list \\
  -d format=1 --data-urlencode "ks=$KS"`;
  }
}
