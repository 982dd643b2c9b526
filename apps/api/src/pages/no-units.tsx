/** What stands where figures of a unit would, as long as the register of units is empty: the first days of an installation. */
export function NoUnits() {
  return (
    <p class="nothing">
      单位登记册还是空的。系统管理员先登记单位（EstablishUnit）和人员（RegisterOfficer），再登记线索、案件；各项命令的写法见
      <a href="/api/openapi.json">接口说明</a>。
    </p>
  );
}
